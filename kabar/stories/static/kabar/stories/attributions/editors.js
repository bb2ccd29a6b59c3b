/* The rich-text editors of the page: marking and finding passages in them. */
import { said, selectQuote, unmarkQuotes } from "./quotes.js";

export const ENTITY = "ATTRIBUTION";
const editors = new Set();

export function know(editor) {
  editors.add(editor);
}

/* The key of the attribution a place carries. */
export function keyAt(content, blockKey, offset) {
  const block = content.getBlockForKey(blockKey);
  const entity = block && offset < block.getLength() ? block.getEntityAt(offset) : null;
  const found = entity && content.getEntity(entity);
  return found && found.getType() === ENTITY ? found.getData().key : "";
}

/* What is meant: the selection, or the sentence around the caret when nothing is selected. */
export function meant(state) {
  const selection = state.getSelection();
  if (!selection.isCollapsed()) return selection;
  const text = state.getCurrentContent().getBlockForKey(selection.getStartKey()).getText();
  const [begins, ends] = sentenceAround(text, selection.getStartOffset());
  return begins === ends ? selection : selection.merge({ anchorOffset: begins, focusOffset: ends, isBackward: false });
}

export function sentenceAround(text, caret) {
  const ends = [...text.matchAll(/[.!?…]+["”'’)]*(?=\s|$)/g)].map((match) => match.index + match[0].length);
  const end = ends.find((place) => place >= caret) ?? text.length;
  const before = ends.filter((place) => place < caret).pop() ?? 0;
  const begin = before + text.slice(before).search(/\S|$/);
  return begin < end ? [begin, end] : [caret, caret];
}

export function wordsOf(state, selection) {
  const content = state.getCurrentContent();
  return stretches(content, selection)
    .map(([block, begins, ends]) => block.getText().slice(begins, ends))
    .join(" ");
}

export function paragraphOf(state, selection) {
  return state.getCurrentContent().getBlockForKey(selection.getStartKey()).getText();
}

/* Mark a selection; links in it stay links, so the passage is in pieces around them. */
export function mark(editor, selection, key) {
  const { EditorState, Modifier } = window.DraftJS;
  const state = editor.getEditorState();
  let content = state.getCurrentContent().createEntity(ENTITY, "MUTABLE", { key });
  const entity = content.getLastCreatedEntityKey();
  for (const [block, begins, ends] of stretches(content, selection)) {
    for (const [from, to] of withoutLinks(content, block, begins, ends)) {
      const piece = selection.merge({
        anchorKey: block.getKey(), anchorOffset: from, focusKey: block.getKey(), focusOffset: to, isBackward: false,
      });
      content = Modifier.applyEntity(content, piece, entity);
    }
  }
  const after = selection.merge({
    anchorKey: selection.getEndKey(), anchorOffset: selection.getEndOffset(),
    focusKey: selection.getEndKey(), focusOffset: selection.getEndOffset(), isBackward: false, hasFocus: true,
  });
  const marked = EditorState.push(state, content, "apply-entity");
  editor.setEditorState(EditorState.forceSelection(marked, after));
}

/* Take the mark of a key off every editor. */
export function unmark(key) {
  unmarkQuotes(key);
  const { EditorState, Modifier, SelectionState } = window.DraftJS;
  for (const editor of editors) {
    const state = editor.getEditorState();
    let content = state.getCurrentContent();
    for (const block of content.getBlocksAsArray()) {
      block.findEntityRanges(
        (letter) => letter.getEntity() && content.getEntity(letter.getEntity()).getData().key === key,
        (begins, ends) => {
          const piece = SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: begins, focusOffset: ends });
          content = Modifier.applyEntity(content, piece, null);
        },
      );
    }
    if (content !== state.getCurrentContent()) editor.setEditorState(EditorState.push(state, content, "apply-entity"));
  }
}

/* Select a stretch of a block and put the caret there. */
export function select(blockKey, begins, ends) {
  if (selectQuote(blockKey)) return;
  const { EditorState, SelectionState } = window.DraftJS;
  for (const editor of editors) {
    const state = editor.getEditorState();
    if (!state.getCurrentContent().getBlockForKey(blockKey)) continue;
    const selection = SelectionState.createEmpty(blockKey).merge({ anchorOffset: begins, focusOffset: ends, hasFocus: true });
    document.querySelector(`[data-block="true"][data-offset-key^="${blockKey}-"]`)?.scrollIntoView({ block: "center" });
    editor.setEditorState(EditorState.forceSelection(state, selection));
    return;
  }
}

/* What stands in the body as the form would send it: its paragraphs with the stretches that carry a key. */
export function paragraphs() {
  const found = [];
  for (const input of document.querySelectorAll('[data-contentpath="body"] input[type="hidden"]')) {
    if (isDeleted(input)) continue;
    if ("quoteSource" in input.dataset) found.push(...said(input));
    else if (input.value.includes('"blocks"')) found.push(...paragraphsOf(input.value));
  }
  return found;
}

function isDeleted(input) {
  for (let block = input.closest("[data-streamfield-child]"); block; block = block.parentElement?.closest("[data-streamfield-child]")) {
    if (block.querySelector(':scope > input[name$="-deleted"]')?.value) return true;
  }
  return false;
}

function paragraphsOf(value) {
  let content = null;
  try {
    content = JSON.parse(value);
  } catch {
    return [];
  }
  return (Array.isArray(content?.blocks) ? content.blocks : []).map((block) => ({
    block: block.key,
    text: block.text,
    passages: block.entityRanges
      .filter((range) => content.entityMap[range.key]?.type === ENTITY)
      .map((range) => ({ key: content.entityMap[range.key].data.key, begins: range.offset, ends: range.offset + range.length })),
  }));
}

function stretches(content, selection) {
  const blocks = content.getBlocksAsArray();
  const first = blocks.findIndex((block) => block.getKey() === selection.getStartKey());
  const last = blocks.findIndex((block) => block.getKey() === selection.getEndKey());
  return blocks.slice(first, last + 1).map((block, number) => [
    block,
    number === 0 ? selection.getStartOffset() : 0,
    number === last - first ? selection.getEndOffset() : block.getLength(),
  ]);
}

function withoutLinks(content, block, begins, ends) {
  const free = [];
  let from = begins;
  for (let at = begins; at <= ends; at += 1) {
    const entity = at < ends ? block.getEntityAt(at) : null;
    const taken = at < ends && entity && content.getEntity(entity).getType() !== ENTITY;
    if (taken || at === ends) {
      if (at > from) free.push([from, at]);
      from = at + 1;
    }
  }
  return free;
}
