"""The paper's face: base templates, design tokens, imprint; words: masthead, nameplate, imprint."""
