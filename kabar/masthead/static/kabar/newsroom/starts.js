// Starts what Wagtail would start by a script in the page, which the newsroom's policy refuses. A <template> says
// what, and with which arguments; Stimulus sees it wherever and whenever it comes into the page.
const MAY_START = [
  "InlinePanel",
  "MultipleChooserPanel",
  "SnippetChooser",
  "ImageChooser",
  "PageChooser",
  "DocumentChooser",
  "TaskChooser",
  "Chooser",
  "initDateChooser",
  "initTimeChooser",
  "initDateTimeChooser",
];

class Start extends window.StimulusModule.Controller {
  static values = { what: String, with: Array };

  connect() {
    if (this.started || !MAY_START.includes(this.whatValue)) return;
    this.started = true;
    Reflect.construct(window[this.whatValue], this.withValue);
  }
}

window.wagtail.app.register("kabar-start", Start);
