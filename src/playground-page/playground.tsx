import { ClassBar } from './class/class-bar.js';
import { WireDrawer } from './drawer/wire-drawer.js';
import { ChannelPane } from './shell/channel-pane.js';
import { ConnectionBanner } from './shell/connection-banner.js';
import { MessageDialogs } from './shell/message-dialogs.js';
import { Sidebar } from './shell/sidebar.js';
import { StartOverDialog } from './shell/start-over-dialog.js';
import { channel } from './store/room.js';
import { classView, sidebarOpen } from './store/screen.js';
import { wireOpen } from './store/wire.js';
import { WelcomeDialog } from './welcome/welcome-dialog.js';

/** The playground with all its channels; who leads a class has its tools above them. */
export function Playground() {
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('composer')?.focus()}>
        Skip to the message box
      </button>
      <div class={classView.value ? 'layout alone' : wireOpen.value ? 'layout with-wire' : 'layout'}>
        <div class="layout-top">
          <ConnectionBanner />
          <ClassBar />
        </div>
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
      <WelcomeDialog />
      <StartOverDialog />
      <MessageDialogs />
    </>
  );
}
