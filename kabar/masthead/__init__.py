"""The paper's face: nameplate, imprint, base templates, design tokens; words: masthead, nameplate, imprint."""
