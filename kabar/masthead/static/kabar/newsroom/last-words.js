/* The text editor hands its words to the form a moment after they are typed; a form sent within that moment waits for them. */
const MOMENT = 400;
let typedAt = 0;

function note(event) {
  if (event.target instanceof Element && event.target.closest(".Draftail-Editor")) typedAt = Date.now();
}

function hold(event) {
  const form = event.target;
  const left = typedAt + MOMENT - Date.now();
  if (form.id !== "w-editor-form" || left <= 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  if (submitter?.name) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  }
  setTimeout(() => form.requestSubmit(), left + 1);
}

for (const kind of ["beforeinput", "keydown", "paste"]) document.addEventListener(kind, note, true);
document.addEventListener("submit", hold, true);
