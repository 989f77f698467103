// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.time.Duration;

/** The look that all samples share: one page, one small stylesheet, nothing fetched. */
final class Page {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--bg:#f5f6fa;--card:#fff;--ink:#1d2330;--soft:#667085;
      --line:#e4e7ec;--accent:#0f766e;--tint:#e6f4f1}
      @media(prefers-color-scheme:dark){:root{--bg:#10141c;--card:#181e29;--ink:#e8ebf1;
      --soft:#98a2b3;--line:#2a3342;--accent:#5eead4;--tint:#123330}}
      *{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;
      padding:24px;background:var(--bg);color:var(--ink);
      font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
      main{width:100%;max-width:680px;background:var(--card);border:1px solid var(--line);
      border-radius:16px;padding:36px;box-shadow:0 12px 40px rgb(16 24 40/.07)}
      h1{margin:0 0 8px;font-size:30px;line-height:1.2;letter-spacing:-.02em;text-wrap:balance}
      p{margin:0 0 16px}.soft,small{color:var(--soft)}b,a{color:var(--accent)}
      .tag{display:inline-block;margin-bottom:18px;padding:3px 12px;border-radius:99px;
      background:var(--tint);color:var(--accent);font-size:13px;font-weight:600}
      .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px;
      margin:24px 0}.facts div{padding:14px 16px;border:1px solid var(--line);border-radius:12px}
      .facts b{display:block;font-size:22px;font-variant-numeric:tabular-nums}
      .list{display:grid;grid-template-columns:repeat(auto-fill,minmax(170px,1fr));gap:14px;
      margin:24px 0;padding:0;list-style:none}.list li{padding:18px;border:1px solid var(--line);
      border-radius:12px}.list span{display:block;font-size:34px}.list b{float:right}
      #log{height:260px;overflow-y:auto;margin:20px 0 12px;padding:12px;border:1px solid var(--line);
      border-radius:12px}#log p{margin:0 0 8px;overflow-wrap:anywhere}
      form{display:flex;gap:10px}input{flex:1;min-width:0}input,button{font:inherit;padding:10px 14px;
      border-radius:10px;border:1px solid var(--line);background:var(--card);color:inherit}
      button{background:var(--accent);border-color:var(--accent);color:var(--card);font-weight:600;
      cursor:pointer}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
      """;

  private Page() {}

  /** A page; the text is HTML already. */
  static String of(String title, String tag, String main) {
    return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        + "<link rel=\"icon\" href=\"data:,\"><title>"
        + title
        + "</title><style>"
        + STYLE
        + "</style></head><body><main><span class=\"tag\">"
        + tag
        + "</span><h1>"
        + title
        + "</h1>"
        + main
        + "</main></body></html>";
  }

  /** One figure with its caption. */
  static String fact(String value, String caption) {
    return "<div><b>" + value + "</b><small>" + caption + "</small></div>";
  }

  /** What just happened to the process, in a sentence. */
  static String story(Moments moments) {
    Duration age = moments.age();
    String began = "This process started <b>" + people(age) + "</b> before your answer";
    return age.toSeconds() < 15
        ? "<p>" + began + ". It was asleep; your request woke it.</p>"
        : "<p>" + began + ". It is awake; leave it alone for a while and it falls asleep.</p>";
  }

  /** A duration as people say it. */
  static String people(Duration time) {
    long millis = time.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return millis / 1_000 + "." + millis % 1_000 / 100 + " s";
    }
    return time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  /** Text made safe for HTML. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
