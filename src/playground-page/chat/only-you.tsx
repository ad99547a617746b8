/** The line under what nobody else sees, with the way to take it off the screen. */
export function OnlyYou({ onDismiss }: { onDismiss: () => void }) {
  return (
    <p class="only-you">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 5C6.500 5 2.500 9.500 1 12c1.500 2.500 5.500 7 11 7s9.500-4.500 11-7c-1.500-2.500-5.500-7-11-7zm0 11.500a4.500 4.500 0 1 1 0-9 4.500 4.500 0 0 1 0 9zm0-2.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4z" />
      </svg>
      Only you can see this •
      <button type="button" class="link-button" onClick={onDismiss}>
        Dismiss message
      </button>
    </p>
  );
}
