using System.CommandLine;
using System.CommandLine.Parsing;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Queries;

namespace Vitrine.Cli.Commands;

/// <summary>The options of <c>vitrine log</c> that say which entries are meant.</summary>
internal sealed class LogFilters
{
    private const long DefaultLimit = 100;
    private static readonly string[] Effects = ["allow", "deny", "ask", "redact", "record"];
    private readonly TimeProvider _time;
    private readonly Option<string> _since = new("--since") { Description = $"Entries from this time on: {LogTime.Forms}.", HelpName = "TIME" };
    private readonly Option<string> _until = new("--until") { Description = "Entries before this time.", HelpName = "TIME" };
    private readonly Option<string> _agent = new("--agent") { Description = "Entries of this agent's sessions, or of a plain command's.", HelpName = "NAME" };
    private readonly Option<string> _workspace = new("--workspace") { Description = "Entries of sessions in this directory or below it.", HelpName = "PATH" };
    private readonly Option<string> _host = new("--host")
    {
        Description = "Entries that speak of this host: example.com, *.example.com, an address.",
        HelpName = "PATTERN"
    };
    private readonly Option<string> _decision = new("--decision")
    {
        Description = "Entries about which this was decided: allow, deny, ask, redact or record.",
        HelpName = "EFFECT"
    };
    private readonly Option<string> _file = new("--file")
    {
        Description = "Entries that speak of this file: a name wherever it is, a path from the workspace, ~/ or /, with *, ? and **.",
        HelpName = "PATTERN"
    };
    private readonly Option<string> _program = new("--program")
    {
        Description = "Runs of this program: a name or a path, as for --file.",
        HelpName = "PATTERN"
    };
    private readonly Option<string> _type = new("--type")
    {
        Description = "Entries of this kind, such as request-started, file-opened or program-run.",
        HelpName = "KIND"
    };
    private readonly Option<string> _session = new("--session")
    {
        Description = "Entries of this session: its id, the beginning of it, its last six letters, or last.",
        HelpName = "SESSION"
    };
    private readonly Option<long?> _limit = new("--limit") { Description = $"At most N entries; 0 gives all. Default: {DefaultLimit}.", HelpName = "N" };
    private readonly Option<bool> _oldestFirst = new("--oldest-first") { Description = "The oldest entries first." };
    private readonly Option<bool> _count = new("--count") { Description = "Only how many there are." };
    private readonly Option<bool> _bodies = new("--bodies") { Description = "Look for TEXT in stored bodies, too. Slow: each is decrypted." };
    private readonly Argument<string[]> _texts = new("TEXT")
    {
        Description = "Entries in which each TEXT stands, anywhere in a URL, header, argument, path, rule…; case does not count.",
        Arity = ArgumentArity.ZeroOrMore
    };

    public LogFilters(TimeProvider time)
    {
        _time = time;
        foreach (Option<string> option in (ReadOnlySpan<Option<string>>)[_since, _until])
            option.Validators.Add(result => Check(result, text => LogTime.TryParse(text, time, out _) ? null : $"is no time: write {LogTime.Forms}"));
        _host.Validators.Add(result => Check(result, text => HostPattern(text, out string why) is null ? why : null));
        foreach (Option<string> option in (ReadOnlySpan<Option<string>>)[_file, _program])
            option.Validators.Add(result => Check(result, text => EntryQuery.Path(text, out string why) is null ? why : null));
        _decision.Validators.Add(result => Check(result, text => Effects.Contains(text) ? null : "is none of allow, deny, ask, redact, record"));
        _workspace.Validators.Add(result => Check(result, text => text.Length > 0 && !text.Contains('\0') ? null : "is no path"));
        _limit.Validators.Add(result => Check(result, text => long.TryParse(text, out long number) && number >= 0 ? null : "is no number from 0"));
        _texts.Validators.Add(result =>
        {
            if (result.Tokens.Count > EntryQuery.MostTexts || result.Tokens.Any(token => token.Value.Length is 0 or > EntryQuery.LongestText))
                result.AddError($"There can be {EntryQuery.MostTexts} texts of 1 to {EntryQuery.LongestText} characters.");
        });
    }

    /// <summary>Adds them to the command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in Options)
            command.Add(option);
        command.Add(_texts);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_bodies) && result.GetValue(_texts) is not { Length: > 0 })
                result.AddError("--bodies looks for a TEXT: name one.");
            if (result.GetValue(_count) && result.GetResult(_limit) is not null)
                result.AddError("--count counts all entries, and so goes without --limit.");
        });
    }

    /// <summary>Whether entries are asked for, and not the list of sessions.</summary>
    public bool IsAny(ParseResult result) => IsAny(result.CommandResult);

    /// <summary>Whether entries are asked for, and not the list of sessions.</summary>
    public bool IsAny(SymbolResult result) =>
        result.GetValue(_texts) is { Length: > 0 } || Options.Any(option => result.GetResult(option) is { Implicit: false });

    public bool IsCount(ParseResult result) => result.GetValue(_count);

    public string? Session(ParseResult result) => result.GetValue(_session);

    /// <summary>The query, but for its session.</summary>
    public EntryQuery Read(ParseResult result) => new()
    {
        Since = Time(result.GetValue(_since)),
        Until = Time(result.GetValue(_until)),
        Agent = result.GetValue(_agent),
        Workspace = result.GetValue(_workspace) is { } workspace ? new UnixPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(workspace))) : null,
        Host = result.GetValue(_host) is { } host ? HostPattern(host, out _) : null,
        Decision = result.GetValue(_decision) is { } decision ? (Effect)Enum.Parse<Effect>(decision, ignoreCase: true) : null,
        File = result.GetValue(_file) is { } file ? EntryQuery.Path(file, out _) : null,
        Program = result.GetValue(_program) is { } program ? EntryQuery.Path(program, out _) : null,
        Kind = result.GetValue(_type),
        Texts = result.GetValue(_texts) ?? [],
        InBodies = result.GetValue(_bodies),
        OldestFirst = result.GetValue(_oldestFirst),
        Limit = result.GetValue(_count) ? 0 : result.GetValue(_limit) ?? DefaultLimit,
    };

    private Option[] Options => [_since, _until, _agent, _workspace, _host, _decision, _file, _program, _type, _session, _limit, _oldestFirst, _count, _bodies];

    private static Glob? HostPattern(string text, out string why)
    {
        string bare = text is ['[', .. var inner, ']'] ? inner : text;
        why = "is no host: it has neither scheme nor path";
        if (bare.Contains('/'))
            return null;
        why = "is no host: leave the port out";
        if (bare.Count(c => c == ':') == 1)
            return null;
        return Glob.TryParse(bare, out Glob? pattern, out why) ? pattern : null;
    }

    private DateTimeOffset? Time(string? text) => text is not null && LogTime.TryParse(text, _time, out DateTimeOffset time) ? time : null;

    private static void Check(OptionResult result, Func<string, string?> judge)
    {
        if (result.Tokens is [var token] && judge(token.Value) is { } why)
            result.AddError($"{result.Option.Name}: \"{Visible.Cut(token.Value, 60)}\" {why}.");
    }
}
