import { WireDrawer } from './drawer/wire-drawer.js';
import { BotModal } from './shell/bot-modal.js';
import { ChannelPane } from './shell/channel-pane.js';
import { ConnectionBanner } from './shell/connection-banner.js';
import { Lightbox } from './shell/lightbox.js';
import { ProfileDialog } from './shell/profile-dialog.js';
import { Sidebar } from './shell/sidebar.js';
import { StartOverDialog } from './shell/start-over-dialog.js';
import { announcement } from './store/announce.js';
import { channel } from './store/room.js';
import { classView, sidebarOpen } from './store/screen.js';
import { wireOpen } from './store/wire.js';
import { WelcomeDialog } from './welcome/welcome-dialog.js';

/** The whole page. */
export function App() {
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('composer')?.focus()}>
        Skip to the message box
      </button>
      <div class={classView.value ? 'layout alone' : wireOpen.value ? 'layout with-wire' : 'layout'}>
        <ConnectionBanner />
        {!classView.value && <Sidebar />}
        {sidebarOpen.value && !classView.value && (
          <button
            type="button"
            class="shade"
            aria-label="Close the channel list"
            onClick={() => {
              sidebarOpen.value = false;
            }}
          />
        )}
        <ChannelPane key={channel.value?.id} />
        {!classView.value && <WireDrawer />}
      </div>
      <BotModal />
      <ProfileDialog />
      <WelcomeDialog />
      <StartOverDialog />
      <Lightbox />
      <Announcer />
    </>
  );
}

function Announcer() {
  return (
    <div class="visually-hidden" role="log" aria-live="polite" aria-atomic="true">
      {announcement.value}
    </div>
  );
}
