import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.js';
import { bot, channel, receive, rememberedName } from './store/room.js';
import { applyTheme } from './store/screen.js';
import { connect, connection, watchSleep } from './store/socket.js';
import { resumeWire } from './store/wire.js';
import './styles/index.css';

applyTheme();
const root = document.getElementById('page');
if (root) render(<App />, root);
connect(() => ({ type: 'hello', ...rememberedName() }), receive);
watchSleep();

effect(() => {
  if (connection.value.state === 'open') untracked(resumeWire);
});
effect(() => {
  const name = channel.value?.name;
  document.title =
    name === undefined ? 'Playground' : `${channel.value?.kind === 'dm' ? '@' : '#'}${name} · ${bot.value.name}`;
});
