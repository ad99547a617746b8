import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.js';
import { channelTitle, isDirect } from './model/channel-sign.js';
import { credentials } from './store/place.js';
import { about, channel, loadMessages, openAddressed, receive, rememberedName } from './store/room.js';
import { applyTheme } from './store/screen.js';
import { connect, connection, watchSleep } from './store/socket.js';
import { resumeWire } from './store/wire.js';
import './styles/index.css';

applyTheme();
const root = document.getElementById('page');
if (root) render(<App />, root);
connect(() => ({ type: 'hello', ...rememberedName(), ...credentials() }), receive);
watchSleep();

effect(() => {
  if (connection.value.state === 'open') untracked(resumeWire);
});
effect(() => {
  const open = channel.value;
  if (open) document.title = isDirect(open) ? about.value.name : `${channelTitle(open)} · ${about.value.name}`;
});
effect(() => {
  const id = channel.value?.id;
  // Where the connection is lost meanwhile, the next one asks again.
  if (id !== undefined && connection.value.state === 'open') untracked(() => loadMessages(id).catch(() => undefined));
});
addEventListener('popstate', openAddressed);
