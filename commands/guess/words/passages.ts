/** A text whose words are guessed one after the other. */
export interface Passage {
  readonly title: string;
  /** What is shown from the beginning. */
  readonly opening: string;
  /** What is hidden at first. */
  readonly rest: string;
}

/**
 * Short texts to guess, written for this project and kept out of `assets/corpus`: the embedded models have never seen them.
 * A test holds them against the corpus.
 */
export const PASSAGES: readonly [Passage, ...Passage[]] = [
  {
    title: 'Old Marta',
    opening: 'Every evening at six, old Marta climbed the narrow',
    rest: ' stairs to the top of the lighthouse. She carried a lamp in one hand and a cup of tea in the other. The wind was strong, but the light had to burn before the ships came home.',
  },
  {
    title: 'On the way to school',
    opening: 'On the way to school Tarek found a red',
    rest: ' glove in the snow. It was much too small for him. He hung it on the fence so that somebody could find it. The next morning the glove was gone, and in its place there was a chocolate bar.',
  },
  {
    title: 'At the station',
    opening: 'The clock in the station hall has been',
    rest: ' broken for three years. Nobody repairs it, because everyone looks at their phone. Twice a day it still shows the right time. The old man who sells newspapers says that this is more than most people can say of themselves.',
  },
  {
    title: 'Bread',
    opening: 'A simple bread is made of four things: flour,',
    rest: ' water, salt and a little yeast. Mix everything in a large bowl and let the dough rest for an hour. When it is twice as big as before, put it into a hot oven. After forty minutes the whole house smells good.',
  },
  {
    title: 'The night bus',
    opening: 'The last bus leaves at half past eleven, and',
    rest: ' only a few people are on it. A nurse is on her way home from work. Two students laugh about a film they have just seen. The driver knows all of them by name and waits when somebody has to run.',
  },
  {
    title: 'My grandmother',
    opening: 'My grandmother never learned to use a computer, so',
    rest: ' she writes me a letter every month. Her hand is hard to read, and it takes me a long time. But I keep all of her letters in a box under my bed, and when I am sad I read one again.',
  },
  {
    title: 'The goalkeeper',
    opening: 'There was one minute left to play when',
    rest: ' the other team got the ball. Their best player ran towards our goal as fast as he could. Our goalkeeper did not move at all. Then she jumped, and for a moment it looked as if she could fly.',
  },
  {
    title: 'Moss',
    opening: 'Moss has no roots and no flowers, but it',
    rest: ' grows in almost every part of the world. It drinks the rain with its leaves. In a dry summer it turns brown and looks dead. After the first rain it is green again within a few minutes.',
  },
  {
    title: 'The new neighbour',
    opening: 'Nobody knew what the new neighbour did all',
    rest: ' day behind his closed curtains. Some people said he was a spy. Others were sure that he was hiding from the police. When he opened his door at last, we saw that his rooms were full of wooden toys.',
  },
  {
    title: 'Swimming',
    opening: 'Aunt Rosa learned to swim when she was',
    rest: ' seventy years old. At first she was afraid to put her head under water. She practised every Tuesday morning with a group of small children. Now she swims across the lake in summer and comes back before breakfast.',
  },
  {
    title: 'The bridge',
    opening: 'For a hundred years there was no bridge over',
    rest: ' the river, and people had to take a boat. The man who owned the boat was rich and never in a hurry. When the bridge was finished, he was the first one who walked to the other side.',
  },
  {
    title: 'Bees',
    opening: 'When a bee has found many flowers, she flies',
    rest: ' home and dances for her sisters. The dance tells them how far they have to fly and in which direction. A long dance means a long way. So the bees can talk about a place that they cannot see.',
  },
];
