/// How the page looks: on a screen, light or dark as the reader's system is, and on paper.
enum Stylesheet {
  /// The rules by which what is about one of so many subjects is set off together.
  static func links(count: Int) -> String {
    (0..<count).map { "\nmain:has(.k\($0):hover) .k\($0)" }.joined(separator: ",")
      + (count > 0 ? " { background: var(--mark); font-weight: 600; }" : "")
  }

  static let text = """
    :root {
      color-scheme: light dark;
      --paper: #fbfaf8; --card: #ffffff; --ink: #1d2126; --soft: #626a73; --line: #e3e0da;
      --mark: #fdf1cf;
      --good: #1a7f4b; --bad: #b3261e;
      --s0: #1f6feb; --s1: #d97a12; --s2: #8a63d2; --s3: #128a8a; --s4: #b0487f; --s5: #6b7280;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14171a; --card: #1c2024; --ink: #e8e6e3; --soft: #9aa3ad; --line: #31363c;
        --mark: #3a3320;
        --good: #4cc38a; --bad: #ff8a80;
        --s0: #6ea8fe; --s1: #f0a04b; --s2: #b794f6; --s3: #4fc3c3; --s4: #e58fbb; --s5: #a3abb5;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", sans-serif;
    }
    main { max-width: 1040px; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; letter-spacing: -.015em; }
    h2 { font-size: 1.2rem; margin: 0 0 .25rem; letter-spacing: -.01em; }
    p { margin: 0 0 .8rem; max-width: 46rem; }
    pre { font: .88em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
    pre { overflow-x: auto; margin: .5rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    .soft { color: var(--soft); }
    .verdict { font-weight: 600; color: var(--good); }
    .verdict.bad { color: var(--bad); }
    section, .tile {
      background: var(--card); border: 1px solid var(--line); border-radius: 10px;
    }
    section { padding: 1.3rem 1.4rem 1.1rem; margin-top: 1.4rem; }
    section > p { color: var(--soft); font-size: .94rem; }
    .tiles { display: grid; gap: 1rem; margin-top: 1.6rem;
      grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); }
    .tile { padding: 1rem 1.2rem; border-top: 4px solid var(--color); }
    .tile b { display: block; font-size: 1.75rem; line-height: 1.25; letter-spacing: -.02em;
      font-variant-numeric: tabular-nums; }
    .legend { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; margin: 0 0 .6rem; padding: 0;
      list-style: none; font-size: .9rem; }
    .legend li::before { content: ""; display: inline-block; width: .75em; height: .75em;
      border-radius: 2px; margin-right: .45em; background: var(--color); }
    .s0 { --color: var(--s0); } .s1 { --color: var(--s1); } .s2 { --color: var(--s2); }
    .s3 { --color: var(--s3); } .s4 { --color: var(--s4); } .s5 { --color: var(--s5); }
    .wide { overflow-x: auto; }
    svg { display: block; width: 100%; min-width: 620px; height: auto; }
    svg text { fill: var(--ink); font-size: 12px; font-variant-numeric: tabular-nums; }
    svg .name { text-anchor: end; }
    svg .tick { text-anchor: middle; fill: var(--soft); font-size: 11px; }
    svg .value { fill: var(--soft); font-size: 11px; }
    svg .grid { stroke: var(--line); }
    svg .reference { stroke: var(--soft); stroke-dasharray: 3 3; }
    svg rect { fill: var(--color); }
    svg circle { fill: var(--color); fill-opacity: .5; }
    svg .mark { stroke: var(--color); stroke-width: 2.5; }
    table { border-collapse: collapse; width: 100%; font-size: .86rem;
      font-variant-numeric: tabular-nums; }
    th, td { padding: .32rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
      white-space: nowrap; }
    th { font-weight: 600; color: var(--soft); vertical-align: bottom; }
    th.left, td.left { text-align: left; }
    tr:target { background: var(--mark); }
    tfoot td { font-weight: 600; border-bottom: 0; }
    @media print {
      :root {
        --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc;
        --mark: none;
        --s0: #1f6feb; --s1: #d97a12; --s2: #8a63d2; --s3: #128a8a; --s4: #b0487f; --s5: #6b7280;
      }
      body { font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      main { max-width: none; padding: 0; }
      section { break-inside: auto; border: 0; padding: 0; }
      h2, section > p, .legend { break-after: avoid; }
      .tile, tr, section:has(svg) { break-inside: avoid; }
      .wide { overflow: visible; }
      svg { min-width: 0; max-height: 210mm; }
      tfoot { display: table-row-group; }
      table { font-size: 8pt; }
      th, td { padding: .15rem .3rem; }
    }
    """
}
