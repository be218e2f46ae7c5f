using System.CommandLine;
using System.CommandLine.Parsing;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Exports;

namespace Vitrine.Cli.Commands;

/// <summary>A proof bundle as the command line asks for it.</summary>
internal sealed record LogExportProofRequest(string Session, string? File, bool WithContent, IReadOnlySet<string> Only, IReadOnlyList<string> Since,
    long? TlogProof);

/// <summary>An export to another system as the command line asks for it.</summary>
internal sealed record LogExportStreamRequest(ExportFormat Format, string? To, string? Cursor, string? Session, DateTimeOffset? Since, bool Follow,
    bool WithContent, string? Headers);

/// <summary>The options of <c>vitrine log export</c>: some are for proofs, some for other systems, and none is passed over where it makes no sense.</summary>
internal sealed class LogExportOptions
{
    private const string Proof = "proof";
    private readonly Argument<string?> _session = new("SESSION")
    {
        Description = "The session's id, the beginning of it, or last; without it, other systems get all sessions.",
        Arity = ArgumentArity.ZeroOrOne
    };
    private readonly Option<string?> _format = new("--format") { Description = "proof (unless told), ocsf, otlp or jsonl.", HelpName = "FORMAT" };
    private readonly Option<string?> _to = new("--to", "--output", "-o")
    {
        Description = "A file, - for standard output, or the URL of a server (otlp, or lines by POST).",
        HelpName = "FILE|-|URL"
    };
    private readonly Option<string?> _cursor = new("--cursor")
    {
        Description = "Remember in FILE how far the export is, and go on from there the next time.",
        HelpName = "FILE"
    };
    private readonly Option<bool> _follow = new("--follow") { Description = "Go on with what is entered from now on, until stopped." };
    private readonly Option<string?> _since = new("--since") { Description = $"Entries from this time on: {LogTime.Forms}.", HelpName = "TIME" };
    private readonly Option<bool> _content = new("--content") { Description = "otlp: with arguments of programs, queries of URLs and headers." };
    private readonly Option<string?> _headers = new("--header-file")
    {
        Description = "Send the header fields in FILE, one \"Name: value\" a line, such as a token.",
        HelpName = "FILE"
    };
    private readonly Option<bool> _noContent = new("--no-content") { Description = "proof: the leaves only, and no entries." };
    private readonly Option<string?> _only = new("--only")
    {
        Description = "proof: entries of these types only, such as request-started,program-run; the leaves of all.",
        HelpName = "TYPES"
    };
    private readonly Option<string[]> _older = new("--since-checkpoint")
    {
        Description = "proof: also that the ledger grew from this older checkpoint; may be given several times.",
        HelpName = "FILE"
    };
    private readonly Option<long?> _tlog = new("--tlog-proof") { Description = "Give the C2SP tlog-proof of entry N of the session instead.", HelpName = "N" };

    private Option[] ForProofs => [_noContent, _only, _older, _tlog];

    private Option[] ForSystems => [_cursor, _follow, _since, _content, _headers];

    /// <summary>Adds all of them.</summary>
    public void AddTo(Command command, TimeProvider time)
    {
        command.Add(_session);
        foreach (Option option in (Option[])[_format, _to, .. ForSystems, .. ForProofs])
            command.Add(option);
        _format.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value is not (Proof or "ocsf" or "otlp" or "jsonl"))
                result.AddError($"--format takes proof, ocsf, otlp or jsonl, not \"{Visible.Cut(token.Value, 40)}\".");
        });
        _since.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !LogTime.TryParse(token.Value, time, out _))
                result.AddError($"--since takes {LogTime.Forms}, not \"{Visible.Cut(token.Value, 40)}\".");
        });
        _tlog.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(long.TryParse(token.Value, System.Globalization.NumberStyles.None, null, out long number) && number >= 0))
                result.AddError($"--tlog-proof takes the number of an entry, not \"{Visible.Cut(token.Value, 40)}\".");
        });
        command.Validators.Add(Check);
    }

    /// <summary>Whether a proof is asked for.</summary>
    public bool IsProof(ParseResult result) => result.GetValue(_format) is null or Proof;

    /// <summary>What proof is asked for.</summary>
    public LogExportProofRequest ReadProof(ParseResult result) => new(
        result.GetValue(_session)!, result.GetValue(_to), !result.GetValue(_noContent), Types(result.GetValue(_only)), result.GetValue(_older) ?? [],
            result.GetValue(_tlog));

    /// <summary>What export is asked for.</summary>
    public LogExportStreamRequest ReadStream(ParseResult result, TimeProvider time) => new(
        result.GetValue(_format) switch
        {
            "ocsf" => ExportFormat.Ocsf,
            "otlp" => ExportFormat.Otlp,
            _ => ExportFormat.Jsonl,
        },
        result.GetValue(_to), result.GetValue(_cursor), result.GetValue(_session),
        LogTime.TryParse(result.GetValue(_since) ?? "", time, out DateTimeOffset since) ? since : null,
        result.GetValue(_follow), result.GetValue(_content), result.GetValue(_headers));

    private static HashSet<string> Types(string? list) => [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private void Check(CommandResult result)
    {
        string format = result.GetValue(_format) ?? Proof;
        bool isProof = format == Proof;
        foreach (Option option in isProof ? ForSystems : ForProofs)
            if (result.GetResult(option) is { Implicit: false })
                result.AddError(isProof
                    ? $"{option.Name} goes with --format ocsf, otlp or jsonl."
                    : $"{option.Name} goes with proofs, not with --format {format}.");
        bool isUrl = LogExportStream.IsUrl(result.GetValue(_to));
        if (isProof && result.GetValue(_session) is null)
            result.AddError("A proof is of one session: SESSION is its id, or last.");
        if (isProof && isUrl)
            result.AddError("A proof goes to a file.");
        if (result.GetValue(_tlog) is not null
            && (result.GetValue(_noContent) || result.GetValue(_only) is not null || result.GetValue(_older) is { Length: > 0 }))
            result.AddError("--tlog-proof is of one leaf, and so goes with neither --no-content, --only nor --since-checkpoint.");
        if (!isUrl && result.GetValue(_headers) is not null)
            result.AddError("--header-file goes with --to URL.");
        if (result.GetValue(_content) && format != "otlp")
            result.AddError("--content goes with --format otlp.");
        if (result.GetValue(_follow) && result.GetValue(_cursor) is null && result.GetValue(_to) is not (null or "-") && !isUrl)
            result.AddError("--follow into a file needs --cursor FILE, so that it can go on where it was.");
        if (result.GetValue(_since) is { } since && result.GetValue(_cursor) is not null && !since.Contains('-', StringComparison.Ordinal))
            result.AddError("With --cursor, --since names a date: the selection must be the same each time.");
    }
}
