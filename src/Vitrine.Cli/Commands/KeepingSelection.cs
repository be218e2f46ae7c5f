using System.CommandLine;
using System.CommandLine.Parsing;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>The options by which <c>purge</c>, <c>log hold</c> and <c>log release</c> choose sessions.</summary>
internal sealed class KeepingSelection
{
    private readonly Argument<string[]> _sessions = new("SESSION")
    {
        Description = "The sessions' ids, their beginnings, or last.",
        Arity = ArgumentArity.ZeroOrMore
    };
    private readonly Option<string?> _older = new("--older-than")
    {
        Description = "Sessions begun longer ago than this, such as 90d, 12h, 2w.",
        HelpName = "AGE"
    };
    private readonly Option<string?> _agent = new("--agent") { Description = "Sessions of this agent.", HelpName = "NAME" };
    private readonly Option<string?> _workspace = new("--workspace") { Description = "Sessions in this directory, or below it.", HelpName = "DIR" };
    private readonly Option<string?> _subject = new("--subject")
    {
        Description = "Sessions in whose entries or bodies this text occurs, such as a person's name or address.",
        HelpName = "TEXT"
    };
    private readonly Option<string?> _reason = new("--reason")
    {
        Description = "Why, in your words; it stays in the ledger for ever.",
        HelpName = "TEXT",
        Required = true
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_sessions);
        command.Add(_older);
        command.Add(_agent);
        command.Add(_workspace);
        command.Add(_subject);
        command.Add(_reason);
    }

    /// <summary>Who does it, and why.</summary>
    public Keeper By(ParseResult result) => Keeper.Caller(result.GetValue(_reason)!);

    /// <summary>The sessions that are meant; null where that could not be told, which has been said.</summary>
    public IReadOnlyList<SessionId>? Find(ParseResult result, SessionStore store, TimeProvider time, OutputStream messages)
    {
        if (string.IsNullOrWhiteSpace(result.GetValue(_reason)) || result.GetValue(_reason)!.Length > KeeperNotice.LongestReason)
            return Wrong(messages, "The reason is empty or too long.", $"--reason takes 1 to {KeeperNotice.LongestReason} characters");
        var selection = new SessionSelection { Agent = result.GetValue(_agent) };
        if (result.GetValue(_older) is { } older)
        {
            if (AgeText.TryRead(older) is not { } age)
                return Wrong(messages, $"\"{Visible.Cut(older, 40)}\" is no age.", "a number and s, m, h, d or w: --older-than 90d");
            selection = selection with { Before = time.GetUtcNow() - age };
        }

        if (result.GetValue(_workspace) is { } workspace)
            selection = selection with { Workspace = new UnixPath(Path.GetFullPath(workspace)) };
        if (result.GetValue(_sessions) is { Length: > 0 } named)
        {
            var ids = new List<SessionId>();
            foreach (string name in named)
            {
                if (SessionChoice.Open(store, name, messages) is not { } session)
                    return null;
                ids.Add(session.Id);
            }

            selection = selection with { Sessions = ids };
        }

        string? subject = result.GetValue(_subject);
        if (selection.IsEmpty && subject is null)
            return Wrong(messages, "No session is named.", "name sessions, or use --older-than, --agent, --workspace or --subject");
        if (subject is not null)
            selection = selection with { Sessions = SubjectSearch.Find(store, subject, selection.Sessions, messages) };
        return selection.Find(store);
    }

    private static IReadOnlyList<SessionId>? Wrong(OutputStream messages, string what, string hint)
    {
        messages.Complain(what, hint);
        return null;
    }
}
