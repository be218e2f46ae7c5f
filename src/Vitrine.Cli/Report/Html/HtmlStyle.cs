namespace Vitrine.Cli.Report.Html;

/// <summary>The page's style: the system's fonts, light and dark, narrow screens, print.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """
        :root{--bg:#fff;--fg:#1c2024;--soft:#60646c;--line:#e0e1e6;--card:#f9f9fb;--mark:#fff3b0;--bad:#c62a2f;--badbg:#ffefef;--caution:#915907;--good:#18794e;--accent:#3451b2}
        @media (prefers-color-scheme:dark){:root{--bg:#111113;--fg:#edeef0;--soft:#b0b4ba;--line:#363a3f;--card:#18191b;--mark:#4d3f00;--bad:#ff8589;--badbg:#3c181a;--caution:#f1a10d;--good:#4cc38a;--accent:#9eb1ff}}
        *{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif}main{max-width:1080px;margin:0 auto;padding:24px 16px 48px}
        h1{font-size:26px;line-height:1.2;margin:0 0 16px;overflow-wrap:anywhere}h2{font-size:19px;margin:36px 0 8px}h3{font-size:15px;margin:0 0 4px;overflow-wrap:anywhere}
        .brand{margin:0;color:var(--soft);letter-spacing:.08em;text-transform:uppercase;font-size:12px}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:8px 24px;margin:0;padding:12px 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
        .facts div{min-width:0}dt{color:var(--soft);font-size:12px}dd{margin:0;overflow-wrap:anywhere}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(290px,1fr));gap:12px}.card{border:1px solid var(--line);border-left:4px solid var(--accent);background:var(--card);border-radius:6px;padding:10px 12px;min-width:0}
        .card.bad{border-left-color:var(--bad)}.card.refused{border-left-color:var(--soft);opacity:.85}.card.caution{border-left-color:var(--caution)}.card ul{margin:6px 0 0;padding-left:18px}.card p{margin:0}
        .sizes,.note,.where{color:var(--soft)}.where,.share{font-size:12.5px;overflow-wrap:anywhere}.tag{border:1px solid var(--line);border-radius:4px;padding:0 5px;font-size:12px;color:var(--soft)}
        .bad{color:var(--bad)}.caution{color:var(--caution)}.good{color:var(--good)}.card,.card h3{color:var(--fg)}
        code,pre{font-family:ui-monospace,monospace;font-size:13px}code{overflow-wrap:anywhere}.plain{padding-left:18px}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13.5px}th{text-align:left;color:var(--soft);font-weight:500}th,td{padding:4px 10px 4px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
        .events td:first-child{white-space:nowrap;color:var(--soft)}.lane{color:var(--soft);font-size:12px}tr.bad td{background:var(--badbg)}tr.normal{color:inherit}
        .timeline{width:100%;min-width:640px;display:block}.timeline text{font-size:12px;fill:var(--soft)}.timeline .rule{stroke:var(--line)}.timeline rect{fill:var(--accent);fill-opacity:.75}.timeline rect.bad{fill:var(--bad)}.timeline rect.caution{fill:var(--caution)}
        details{border-bottom:1px solid var(--line);padding:6px 0}summary{cursor:pointer}.code,.tree{margin:8px 0;padding:8px 0;background:var(--card);border-radius:6px;overflow-x:auto;tab-size:4}.tree{padding:8px 12px}
        .l{display:block;white-space:pre;padding-right:12px}.l i{display:inline-block;width:56px;padding-right:12px;text-align:right;color:var(--soft);font-style:normal;user-select:none}mark{background:var(--mark);color:inherit}
        .gap{display:block;color:var(--soft);padding:2px 12px 2px 68px;font-style:italic}footer{margin-top:40px;color:var(--soft);font-size:13px}
        @media (max-width:560px){main{padding:16px 12px}h1{font-size:21px}.scroll table{min-width:600px}.l i{width:40px;padding-right:8px}.gap{padding-left:48px}}
        @media print{:root{--bg:#fff;--fg:#000;--soft:#444;--card:#fff;--line:#bbb}body{font-size:11px}main{max-width:none;padding:0}details:not([open])>*:not(summary){display:block}details::details-content{content-visibility:visible;display:block;height:auto}.l,.code,.tree{white-space:pre-wrap;overflow:visible}.card,.file summary,tr{break-inside:avoid}mark{background:#eee;font-weight:600}.scroll{overflow:visible}}
        """;
}
