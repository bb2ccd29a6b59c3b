# A paper behind Varnish 7: pages are held for a second and then asked about again; members walk through.
# Tried by `python -m tools.edge` with a real varnishd. docs: deploy/cdn.md
vcl 4.1;

backend newsstand { .host = "127.0.0.1"; .port = "8000"; }

sub vcl_recv {
  # Chosen here, before the cache, whatever a reader sent under this name.
  set req.http.kabar-variant = "ads";
  if (req.http.Save-Data == "on") { set req.http.kabar-variant = "lite"; }
  if (req.http.Cookie ~ "(^|; )kabar_edition=full") { set req.http.kabar-variant = "ads"; }
  if (req.http.Cookie ~ "(^|; )kabar_edition=lite") { set req.http.kabar-variant = "lite"; }
  if (req.method != "GET" && req.method != "HEAD") { return (pass); }
  # Only the newsstand can tell a true pass from a forged one.
  if (req.http.Authorization || req.http.Cookie ~ "(^|; )kabar_pass=") { return (pass); }
  if (req.url ~ "^/(redaksi|cari|-|\.live|api/v1/search)(/|\?|$)") { return (pass); }
  unset req.http.Cookie;
  return (hash);
}

sub vcl_hash {
  hash_data(req.http.kabar-variant);
}

sub vcl_backend_fetch {
  # What was taken out of the key is told to the newsstand as a reader would have.
  if (!bereq.uncacheable && bereq.http.kabar-variant == "lite") { set bereq.http.Cookie = "kabar_edition=lite"; }
  if (!bereq.uncacheable && bereq.http.kabar-variant == "ads") { set bereq.http.Cookie = "kabar_edition=full"; }
}

sub vcl_backend_response {
  # The data-saver edition says "private" to whoever does not hold editions apart, as is done here. Only printed
  # pages vary by edition, and this question went out with no other cookie than the edition's.
  if (!bereq.uncacheable && bereq.http.kabar-variant == "lite" && beresp.http.Vary ~ "kabar-variant"
      && beresp.http.Cache-Control == "private, no-cache" && !beresp.http.Set-Cookie) {
    set beresp.ttl = 1s;
    set beresp.grace = 0s;
    set beresp.keep = 1h;
    return (deliver);
  }
  if (beresp.http.Cache-Control ~ "private|no-store" || beresp.http.Set-Cookie) {
    set beresp.uncacheable = true;
    set beresp.ttl = 0s;
    return (deliver);
  }
  # A killed story is gone within a second; until then the newsstand is asked once a second a page, for 304.
  if (beresp.http.Cache-Control ~ "max-age=0") {
    set beresp.ttl = 1s;
    set beresp.grace = 0s;
    set beresp.keep = 1h;
    return (deliver);
  }
}
