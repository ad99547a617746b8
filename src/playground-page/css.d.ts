/** A style sheet that the build takes up. */
declare module '*.css';
