/// How a page looks. Colours are variables with one value for light and one for dark.
enum StyleSheet {
    static let text = colours + page + parts + drawings

    private static let colours = """
        :root {
          --paper: #fdfdfb; --ink: #1b1e22; --soft: #5a626b; --rule: #e2e4e2; --card: #f4f5f2;
          --c0: #0b63a5; --c1: #cf4f00; --c2: #00835f; --c3: #a8437f;
          --c4: #b07a00; --c5: #3d9bd4; --c6: #6b54b0; --c7: #6d7278;
          --plain: #a9b0b7; --keyword: #0b63a5; --number: #00735a; --remark: #6b737b;
        }
        @media (prefers-color-scheme: dark) { :root {
          --paper: #14171a; --ink: #e8eaec; --soft: #9aa4ae; --rule: #2c3237; --card: #1c2024;
          --c0: #5db1ee; --c1: #ff8f4d; --c2: #35c79b; --c3: #e58fc4;
          --c4: #ecb73d; --c5: #a5d8f7; --c6: #b3a1f0; --c7: #a7adb3;
          --plain: #68727b; --keyword: #5db1ee; --number: #35c79b; --remark: #8b959e;
        } }

        """

    private static let page = """
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0 auto; max-width: 988px; padding: 40px 24px 64px; background: var(--paper);
          color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto,
          "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
        h1, h2 { font-family: Charter, "Iowan Old Style", "Source Serif 4", "Source Serif Pro",
          Cambria, Georgia, serif; font-weight: 600; line-height: 1.15; text-wrap: balance; }
        h1 { font-size: 38px; margin: 4px 0 10px; letter-spacing: -0.01em; }
        h2 { font-size: 24px; margin: 0 0 8px; }
        h3 { font-size: 14px; margin: 0 0 8px; font-weight: 600; }
        p { margin: 0 0 14px; max-width: 44em; }
        .eyebrow { color: var(--soft); font-size: 13px; letter-spacing: .08em; margin: 0;
          text-transform: uppercase; }
        .subtitle { font-size: 18px; color: var(--soft); margin-bottom: 10px; }
        .digest { font-size: 13px; color: var(--soft); overflow-wrap: anywhere; }
        nav { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 14px; margin-top: 18px; }
        a { color: var(--c0); text-decoration: none; } a:hover { text-decoration: underline; }
        section { border-top: 1px solid var(--rule); margin-top: 40px; padding-top: 26px; }
        .lead { color: var(--soft); }

        """

    private static let parts = """
        .answers { display: flex; flex-wrap: wrap; gap: 14px; margin: 6px 0 22px; }
        .answer { flex: 1 1 200px; background: var(--card); border-radius: 8px;
          padding: 14px 18px 16px; border-top: 3px solid var(--plain); }
        .answer.main { border-top-color: var(--c0); }
        .answer span { display: block; } .what { font-size: 14px; color: var(--soft); }
        .value { font-size: 36px; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; }
        .answer.main .value { color: var(--c0); }
        .remark { font-size: 13px; color: var(--soft); }
        figure { margin: 18px 0 22px; } figcaption { font-size: 13.5px; color: var(--soft);
          margin-top: 6px; max-width: 52em; }
        .pair { display: grid; gap: 8px 30px;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); }
        .pair figure { margin: 10px 0 14px; }
        .narrow { display: none; }
        @media (max-width: 640px) { .wide { display: none; } .narrow { display: block; }
          body { padding: 24px 14px 48px; } h1 { font-size: 29px; } h2 { font-size: 21px; }
          .subtitle { font-size: 16px; } .answer { padding: 10px 14px 12px; }
          .value { font-size: 29px; } }
        .scroll { overflow-x: auto; margin: 14px 0; }
        table { border-collapse: collapse; font-size: 14.5px; min-width: 50%; }
        th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13px;
          border-bottom: 1.5px solid var(--soft); }
        th, td { padding: 6px 22px 6px 0; white-space: nowrap; }
        th:last-child, td:last-child { padding-right: 0; }
        td { border-bottom: 1px solid var(--rule); } .number { text-align: right; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 5px 24px;
          font-size: 14.5px; margin: 10px 0; }
        dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        code, pre { font-family: ui-monospace, "SF Mono", "JetBrains Mono", Menlo, Consolas,
          "DejaVu Sans Mono", monospace; font-size: 13px; }
        pre { background: var(--card); border-radius: 8px; padding: 16px 18px; overflow-x: auto;
          line-height: 1.5; margin: 10px 0; }
        .keyword { color: var(--keyword); font-weight: 600; }
        code .number, code .string { color: var(--number); }
        code .remark { color: var(--remark); font-style: italic; font-size: inherit; }
        @media print { body { max-width: none; padding: 0; } nav { display: none; }
          section, figure { break-inside: avoid; } }

        """

    private static let drawings: String = {
        let numbered = (0 ..< Palette.count).map {
            ".f\($0) { fill: var(--c\($0)); } .s\($0) { stroke: var(--c\($0)); }"
        }
        return """
            svg { display: block; width: 100%; height: auto; overflow: visible; }
            svg text { font-size: 13px; fill: var(--ink); paint-order: stroke;
              font-variant-numeric: tabular-nums; }
            svg .tick { font-size: 12px; fill: var(--soft); } svg .tiny { font-size: 10px; }
            svg .name { font-size: 12.5px; fill: var(--soft); }
            svg .note { font-size: 12px; fill: var(--soft); font-style: italic; }
            svg .label { font-size: 14px; } svg .figure { font-size: 14px; }
            svg .strong { font-weight: 650; } svg .ink { fill: var(--ink); }
            svg .inverse { fill: var(--paper); }
            svg .halo { stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
            .axis, .grid, .reference, .whisker, .curve, .outline, .spike, .ring { fill: none; }
            .axis { stroke: var(--soft); stroke-width: 1; }
            .grid { stroke: var(--rule); stroke-width: 1; }
            .reference { stroke: var(--ink); stroke-width: 1.3; stroke-dasharray: 5 4; }
            .whisker { stroke: var(--ink); stroke-width: 1.6; }
            .curve { stroke-width: 1.8; stroke-linejoin: round; } .ring { stroke-width: 1.8; }
            .outline { stroke-width: 1.5; } .area { fill-opacity: .16; }
            .spike { stroke-width: 1.4; } .spike.bold { stroke-width: 1.7; }
            .plain { fill: var(--plain); } .dot { fill: var(--paper); }
            .track { fill: var(--card); }
            .shade { fill: var(--ink); }

            """ + numbered.joined(separator: "\n") + """

                svg .label.f0 { fill: var(--c0); } svg .label.f1 { fill: var(--c1); }
                svg .label.f2 { fill: var(--c2); } svg .label.f3 { fill: var(--c3); }
                svg .label.f4 { fill: var(--c4); } svg .label.f5 { fill: var(--c5); }
                svg .label.f6 { fill: var(--c6); } svg .label.f7 { fill: var(--c7); }
                """
    }()
}
