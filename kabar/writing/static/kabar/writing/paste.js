/* A paste of more than one paragraph, or from a program that dresses its text, becomes blocks; one undo takes it back. */
import { children, insert, position, remove, stream } from "./body.js";
import { offerUndo, settle } from "./undo.js";

const DATA = /\ssrc=(["'])data:[^"']*\1/gi;
const ours = new WeakSet();

const editorOf = (child) => child?.block?.widget?.input?.draftailEditor ?? null;
const says = (state) => state.getCurrentContent().getPlainText().trim() !== "";

function caret(state, end) {
  const here = state.getSelection();
  const key = end ? here.getEndKey() : here.getStartKey();
  const offset = end ? here.getEndOffset() : here.getStartOffset();
  const at = here.merge({ anchorKey: key, focusKey: key, anchorOffset: offset, focusOffset: offset, isBackward: false });
  return state.constructor.acceptSelection(state, at);
}

/* What stands before the caret and behind it, without what was selected. */
function parts(state) {
  return {
    before: window.draftail.splitState(caret(state, false)).stateBefore,
    after: window.draftail.splitState(caret(state, true)).stateAfter,
  };
}

function setInLine(target, html, text) {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  ours.add(event);
  target.dispatchEvent(event);
}

/* The editor hands its words to the form a moment later; a form sent within that moment would miss them. */
function write(editor, state) {
  editor.onChange(state);
  requestAnimationFrame(() => editor.saveState());
}

/* Set blocks at the caret of a paragraph; return what takes them away again. */
function setBlocks(child, blocks) {
  const at = children().indexOf(child);
  const editor = editorOf(child);
  const old = editor.getEditorState();
  const { before, after } = parts(old);
  const keeps = says(before);
  const pieces = says(after) && keeps ? [...blocks, { type: "paragraph", value: after, id: null }] : blocks;
  const start = keeps ? at + 1 : at;
  if (keeps) write(editor, before);
  else if (says(after)) write(editor, after);
  const added = pieces.map((block, place) => insert(block, start + place));
  const empty = !keeps && !says(after);
  if (empty) remove(children().indexOf(child));
  focusEnd(added[blocks.length - 1]);
  return () => {
    for (const each of added) remove(children().indexOf(each));
    if (empty) insert({ type: "paragraph", value: old, id: child.id }, at, true);
    else {
      write(editor, old);
      child.focus();
    }
  };
}

function focusEnd(child) {
  child?.element.scrollIntoView({ block: "nearest" });
  child?.focus({ soft: true });
}

async function clean(html, text) {
  const body = new FormData();
  body.set("html", html.replace(DATA, ""));
  body.set("text", text);
  const answer = await fetch(document.querySelector("[data-kabar-paste]").dataset.kabarPaste, {
    method: "POST", body, headers: { "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN },
  });
  return answer.json();
}

async function receive(event) {
  if (ours.has(event) || !stream()) return;
  const child = children()[position(event.target)];
  if (child?.type !== "paragraph" || !editorOf(child)) return;
  const html = event.clipboardData.getData("text/html");
  const text = event.clipboardData.getData("text/plain");
  /* What was copied from this very editor, and one plain line, the editor sets itself. */
  if (html.includes("data-draftjs-conductor-fragment") || (!html && !text.trim().includes("\n"))) return;
  event.preventDefault();
  event.stopPropagation();
  let pasted;
  try {
    pasted = await clean(html, text);
  } catch {
    pasted = {};
  }
  if (!pasted.blocks) {
    settle(pasted.error ?? "");
    setInLine(event.target, "", text);
  } else if (pasted.inline) setInLine(event.target, pasted.inline, text);
  else if (pasted.blocks.length) offerUndo(pasted.message, setBlocks(child, pasted.blocks));
}

document.addEventListener("paste", receive, true);
