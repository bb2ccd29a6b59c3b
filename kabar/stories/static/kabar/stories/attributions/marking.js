/* Attributions in the rich-text editor: one shortcut, one button, one look. */
import { choose } from "./chooser.js";
import { ENTITY, keyAt, know, mark, meant, paragraphOf, wordsOf } from "./editors.js";
import { isShortcut } from "./shortcut.js";

const COMMAND = "kabar-who-says-so";

/* Ask who says the selected words; the passage is marked when a source was chosen. */
export function ask(book, editor, done = () => {}) {
  const state = editor.getEditorState();
  const selection = meant(state);
  const words = wordsOf(state, selection).trim();
  if (!words) return done();
  const key = keyAt(state.getCurrentContent(), selection.getStartKey(), selection.getStartOffset());
  choose({
    book,
    words,
    paragraph: paragraphOf(state, selection),
    place: whereSelected(),
    left: done,
    chosen(source) {
      if (key && book.entries.has(key)) {
        book.learn(source);
        book.change(key, { origin: source.id });
        done();
      } else {
        mark(editor, selection, book.add(source, isQuote(words), document.getElementById("id_language")?.value ?? ""));
      }
      if (source.unnamed) book.dispatchEvent(new CustomEvent("reason", { detail: key }));
    },
  });
}

function whereSelected() {
  const selection = window.getSelection();
  const box = selection.rangeCount ? selection.getRangeAt(0).getBoundingClientRect() : null;
  const editor = document.activeElement.getBoundingClientRect();
  return box && (box.width || box.height) ? { left: editor.left, top: box.top, bottom: box.bottom } : editor;
}

function isQuote(words) {
  const quoted = [...words.matchAll(/[“"„«][^”"»]*[”"»]?/g)].map((match) => match[0].length);
  return quoted.reduce((all, some) => all + some, 0) > words.length * 0.5;
}

export function teach(book) {
  const { React } = window;

  class Asker extends React.Component {
    componentDidMount() {
      const editor = {
        getEditorState: () => this.props.editorState,
        setEditorState: (state) => this.props.onComplete(state),
      };
      ask(book, editor, () => this.props.onClose());
    }

    render() {
      return null;
    }
  }

  function Said({ entityKey, contentState, children }) {
    const { key } = contentState.getEntity(entityKey).getData();
    const entry = book.entries.get(key);
    return React.createElement(
      "span",
      {
        className: entry ? "kabar-said" : "kabar-said kabar-said--lost",
        "data-said": key,
        title: entry ? book.source(entry.origin)?.label : book.words.from_elsewhere,
        onMouseUp: () => book.dispatchEvent(new CustomEvent("visit", { detail: key })),
      },
      children,
    );
  }

  window.draftail.registerPlugin({ type: ENTITY, source: Asker, decorator: Said }, "entityTypes");
  window.draftail.registerPlugin(
    {
      type: ENTITY,
      initialize: know,
      keyBindingFn(event, editor) {
        if (!isShortcut(event)) return undefined;
        event.preventDefault();
        ask(book, editor);
        return COMMAND;
      },
      handleKeyCommand: (command) => (command === COMMAND ? "handled" : "not-handled"),
    },
    "plugins",
  );
}
