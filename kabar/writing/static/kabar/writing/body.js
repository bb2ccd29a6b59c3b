/* The body of the story form: its blocks, the one that is written on, and how blocks come and go. */
export const stream = () => document.getElementById("body-root")?.rootBlock ?? null;

export const children = () => stream()?.children ?? [];

/* Where someone writes now; the last block when they write nowhere. */
export function position(target = document.activeElement) {
  return children().findIndex((child) => child.element.contains(target));
}

export function insert(block, at, focus = false) {
  stream().insert(block, at, { animate: false, focus, collapsed: false });
  return children()[at];
}

export function remove(at) {
  stream().deleteBlock(at, { animate: false });
}

/* An empty block of a kind, as the form's own button would make it. */
export function begin(kind, at) {
  if (!stream().blockDef.childBlockDefsByName[kind]) return;
  const [, value, id] = stream()._getChildDataForInsertion({ type: kind });
  insert({ type: kind, value, id }, at, true);
}

export function focus(at) {
  const child = children()[at];
  if (!child) return;
  child.element.scrollIntoView({ block: "center" });
  child.focus({ soft: true });
}
