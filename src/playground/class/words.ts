/** What people in a class are told when something does not go, in the page's language. */
export const classWords = {
  /** Why a browser is not in. */
  oldKey: 'This teacher’s link is not the one of this start. Copy the link from the terminal.',
  screenNeedsKey: 'The screen needs the teacher’s link. Open it from the teacher’s page.',
  removed: 'The teacher has taken you out of the class. With the code you can join again.',
  joinFirst: 'Join the class first.',
  /** Why somebody cannot join. */
  wrongCode: 'This is not the code of the class. Look at the screen again.',
  wait: (ms: number) => {
    const seconds = Math.ceil(ms / 1000);
    return `There were too many wrong codes. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then try again.`;
  },
  closed: 'Nobody new can join right now. Ask the teacher to open the class.',
  full: 'The class is full. Ask the teacher.',
  nameTaken: 'Somebody here has this name already. Add a letter.',
  nameOfList: 'Choose a name from the list that nobody else has.',
  listedTwice: (name: string) => `The list has “${name}” twice.`,
  /** Why somebody may not do something. */
  noClass: 'There is no class here.',
  forTeacher: 'Only the teacher can do this.',
  forLeader: 'Only who leads the lesson can use this.',
  screenOnly: 'The screen only shows. Use the teacher’s page.',
  muted: 'The teacher has paused you. You can look, but not answer.',
  fileTooLarge: 'A file has at most 1 MB here.',
  ownChannel: 'This is for all to see. To try something, go to your own channel.',
  notOnStage: 'The class looks at something else now. Answer there.',
  namesLocked: 'Names cannot be changed now. Ask the teacher.',
  nobody: 'Nobody in the class has this number.',
  notTeacher: 'This can be done to students only.',
} as const;
