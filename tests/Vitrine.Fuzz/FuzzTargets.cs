namespace Vitrine.Fuzz;

/// <summary>One parser. It must take any bytes: expected refusals are caught within, whatever else escapes is a fault.</summary>
internal delegate void FuzzBody(ReadOnlySpan<byte> input);

/// <summary>A parser and its name, which is also that of its folder of seeds.</summary>
internal sealed record FuzzTarget(string Name, FuzzBody Run);

/// <summary>Every parser of bytes that come from the agent or the network. One line each.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("path-json", CoreFuzz.PathJson),
        new("host-name", CoreFuzz.Host),
        new("host-rule", CoreFuzz.Rule),
        new("entry", CoreFuzz.Entry),
        new("leaf", CoreFuzz.Leaf),
        new("ledger", LedgerFuzz.Run),
        new("verify", VerifyFuzz.Run),
        new("verify-leaf", VerifyFuzz.Leaf),
        new("query-index", IndexFuzz.Run),
        new("entry-text", IndexFuzz.EntryTextOf),
        new("audit-report", AuditReportFuzz.Report),
        new("audit-statement", AuditReportFuzz.Statement),
        new("audit-evidence", AuditReportFuzz.Evidence),
        new("audit-report-text", AuditReportFuzz.Texts),
        new("note", NoteFuzz.Note),
        new("note-key", NoteFuzz.Key),
        new("checkpoint", NoteFuzz.ReadCheckpoint),
        new("tile-path", TreeFuzz.Path),
        new("entry-bundle", TreeFuzz.Bundle),
        new("tree-proof", TreeFuzz.Proof),
        new("proof-bundle", ExportFuzz.Bundle),
        new("tlog-proof", ExportFuzz.Tlog),
        new("otlp-answer", ExportFuzz.Answer),
        new("export-cursor", ExportFuzz.Cursor),
        new("export-format", ExportFuzz.Format),
        new("model-request", GatewayFuzz.Run),
        new("terminal", TerminalFuzz.Run),
        new("dns", EgressDnsFuzz.Run),
        new("greeting", EgressGreetingFuzz.Run),
        new("host-in-request", EgressHostFuzz.Run),
        new("web-socket-frame", EgressFrameFuzz.Run),
        new("answer-rewriting", EgressRewriteFuzz.Run),
        new("socket-address", BoxFuzz.SocketAddress),
        new("path-tidy", BoxFuzz.Tidy),
        new("decode", DecodeFuzz.Decode),
        new("zstd", DecodeFuzz.Zstandard),
        new("redact", DecodeFuzz.Redact),
        new("secrets", SecretFuzz.Scan),
        new("secret-rules", SecretFuzz.Rules),
        new("gitleaks-rules", SecretFuzz.Gitleaks),
        new("provenance", ProvenanceFuzz.Run),
        new("meaning", MeaningFuzz.Request),
        new("meaning-answer", MeaningFuzz.Answer),
        new("protobuf", MeaningFuzz.Protobuf),
        new("identity", PersonFuzz.Identity),
        new("git-configuration", PersonFuzz.GitConfiguration),
        new("hidden-text", PersonFuzz.HiddenText),
        new("policy", PolicyFuzz.Reader),
        new("shell", PolicyFuzz.Shell),
        new("request-path", PolicyFuzz.Path),
        new("add-checkpoint", WitnessFuzz.Run),
        new("audit-body", ComparisonFuzz.Body),
        new("audit-text", ComparisonFuzz.Text),
        new("client-hello-text", ComparisonFuzz.ClientHello),
        new("capture", CaptureFuzz.Run),
        new("http1-wire", WireFuzz.Http1),
        new("http2-wire", WireFuzz.Http2),
        new("hpack", WireFuzz.Hpack),
        new("client-hello", WireFuzz.Hello),
        new("audit-tokens", AuditFuzz.Tokens),
        new("audit-program", AuditFuzz.Program),
        new("audit-readme", AuditFuzz.Readme),
        new("audit-content", AuditFuzz.Any),
        new("audit-tar", AuditFuzz.Tar),
    ];
}

/// <summary>A target's property does not hold.</summary>
internal sealed class BrokenPropertyException(string property) : Exception(property)
{
    /// <summary>Throws unless the property holds.</summary>
    public static void Unless(bool holds, string property)
    {
        if (!holds)
            throw new BrokenPropertyException(property);
    }
}
