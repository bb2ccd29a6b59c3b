// A link to an entry that left the story's page leads on to the sheet on which it stands.
function goOn() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const sheet = place?.closest(".live-older a");
  if (sheet) location.replace(sheet.href + location.hash);
}

addEventListener("hashchange", goOn);
goOn();
