// What a tap need not wait for: done once the frame that answers it is on the screen.
export const afterwards = (work) => requestAnimationFrame(() => setTimeout(work));
