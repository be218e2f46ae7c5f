namespace Vitrine.Cli.Report.Html;

/// <summary>What the page of an audit adds to <see cref="HtmlStyle"/>.</summary>
internal static class AuditHtmlStyle
{
    public const string Sheet = """

        .verdict{font-size:17px;margin:0 0 16px;padding:10px 14px;border-radius:6px;border-left:5px solid var(--soft);background:var(--card);overflow-wrap:anywhere}.verdict strong{font-size:20px;margin-right:8px}
        .verdict.covert{border-left-color:var(--bad);background:var(--badbg)}.verdict.covert strong{color:var(--bad)}.verdict.clear{border-left-color:var(--good)}.verdict.clear strong{color:var(--good)}.verdict.incomplete{border-left-color:var(--caution)}.verdict.incomplete strong{color:var(--caution)}
        .finding{border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:6px;background:var(--card);padding:12px 14px;margin:14px 0;min-width:0}.finding.high{border-left-color:var(--bad)}.finding.medium{border-left-color:var(--caution)}.finding p{margin:6px 0}
        .finding h3{font-size:16px}.high .sev{color:var(--bad);border-color:var(--bad)}.medium .sev{color:var(--caution);border-color:var(--caution)}.finding details{border-bottom:0;padding:3px 0}.finding ul{margin:4px 0}
        .pair{display:grid;grid-template-columns:1fr 1fr;gap:10px}.pair.always{grid-template-columns:1fr}.side{min-width:0;border:1px solid var(--line);border-radius:6px;background:var(--bg)}.cond{padding:4px 10px;border-bottom:1px solid var(--line);font-size:12.5px;color:var(--soft);overflow-wrap:anywhere}.cond span{text-transform:uppercase;letter-spacing:.06em;font-size:11px}
        .finding .cond{margin:0}.bytes{margin:0;padding:8px 10px;white-space:pre-wrap;overflow-wrap:anywhere;max-height:420px;overflow-y:auto}.bytes mark{border-radius:3px;padding:0 1px;font-weight:600}.cp{font:normal 10.5px/1 ui-monospace,monospace;vertical-align:super;margin:0 2px;padding:0 3px;border:1px solid currentColor;border-radius:3px;white-space:nowrap}
        .none{color:var(--soft)}.points{width:auto;margin:8px 0}.points td,.points th{padding-right:18px}.points code{white-space:nowrap}.factors td:first-child{white-space:nowrap;overflow-wrap:normal}.factors details{border:0;padding:0}.levels code{margin-right:8px;white-space:normal}.pass{color:var(--soft)}
        @media (max-width:700px){.pair{grid-template-columns:1fr}.scroll table.points{min-width:0}}
        @media print{.bytes{max-height:none}.finding{break-inside:auto}}
        """;
}
