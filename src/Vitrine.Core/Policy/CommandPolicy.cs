using Vitrine.Core.Model;
using Vitrine.Core.Policy.Shell;

namespace Vitrine.Core.Policy;

/// <summary>One line of <c>commands.allow</c>, <c>commands.ask</c> or <c>commands.deny</c>.</summary>
/// <param name="Pattern">Which commands.</param>
public sealed record CommandRule(CommandPattern Pattern, Effect Effect, string Text, string Origin) : PolicyRule(Effect, Text, Origin);

/// <summary>What one layer says of commands.</summary>
/// <param name="Source">The layer.</param>
/// <param name="Default">What holds where no rule of the layer covers the command; null where the layer says nothing then.</param>
/// <param name="Rules">Its rules.</param>
public sealed record CommandLayer(string Source, Effect? Default, IReadOnlyList<CommandRule> Rules);

/// <summary>
/// Decides about programs. Within a layer and over the layers the strictest holds: deny, then ask, then allow. What is judged is each real execve
/// (<see cref="Decide"/>); a shell's text is read as well, so that the refusal comes before half of it has run.
/// </summary>
public sealed record CommandPolicy(IReadOnlyList<CommandLayer> Layers)
{
    private const string UnclearMark = "unclear: ";

    /// <summary>Whether any command can be refused or asked about; where not, none needs to be judged.</summary>
    public bool IsOpen =>
        Layers.All(layer => layer.Default is null or Effect.Allow or Effect.Record && layer.Rules.All(rule => rule.Effect is Effect.Allow or Effect.Record));

    /// <summary>May the program run? An exception while deciding is a denial.</summary>
    public Decision Decide(in CommandFacts facts, PolicyPlaces places)
    {
        ArgumentNullException.ThrowIfNull(places);
        if (facts.Arguments is null || facts.Program.ToString() is not ['/', ..])
            return default;
        try
        {
            return DecideRun(facts, places);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Decision.Deny(null, $"deciding failed ({fault.GetType().Name}): please report it");
        }
    }

    /// <summary>May all of a shell's text run? What is not understood gets the strictest that the policy has.</summary>
    /// <param name="text">The text.</param>
    /// <param name="places">Where workspace and home are.</param>
    /// <param name="workingDirectory">Where it would run; the workspace if null.</param>
    public Decision DecideText(ShellCommandLine text, PolicyPlaces places, string? workingDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(places);
        return DecideParts(text, text.Commands.Count, places, workingDirectory ?? places.Workspace) ?? Decision.Allow("it runs nothing");
    }

    private Decision DecideRun(in CommandFacts run, PolicyPlaces places)
    {
        CommandFacts facts = AsGit(run);
        CommandSubject subject = CommandSubject.Of(facts);
        string program = facts.Program.ToString();
        // A program of many names is the one it is called by.
        string name = CommandSubject.NameOf(program) is "busybox" or "toybox" && CommandSubject.NameOf(subject.CalledAs) is { Length: > 0 } called
            ? called.TrimStart('-')
            : program;
        ShellCommandLine parts = ShellCommandLine.Of([name, .. facts.Arguments.Skip(1)]);
        Decision own = Over(subject, places, isImplied: parts.Commands is [.., { IsTransparent: true }] && !facts.AreArgumentsCut);
        if (own.Outcome == Effect.Deny)
            return own;
        // What its text is sure to run is refused now, before half of it has run; what is not clear is judged when it runs. The last one is the command itself.
        for (int i = 0; i < parts.Commands.Count - 1; i++)
            if (DecideShell(parts.Commands[i], parts.ChangesDirectory, places, places.Workspace) is { Outcome: Effect.Deny } inner
                && inner.Rule?.StartsWith(UnclearMark, StringComparison.Ordinal) != true)
                return inner;
        return own;
    }

    /// <summary>git that is called as <c>git-push</c> does what <c>git push</c> does.</summary>
    private static CommandFacts AsGit(in CommandFacts facts)
    {
        const string Prefix = "git-";
        if (CommandSubject.NameOf(facts.Program.ToString()) != "git"
            || facts.Arguments.Count == 0
            || CommandSubject.NameOf(facts.Arguments[0]) is not { Length: > 4 } name
            || !name.StartsWith(Prefix, StringComparison.Ordinal))
            return facts;
        return facts with { Arguments = ["git", name[Prefix.Length..], .. facts.Arguments.Skip(1)] };
    }

    private Decision? DecideParts(ShellCommandLine text, int count, PolicyPlaces places, string workingDirectory)
    {
        Decision? strictest = text.Unclear is null ? null : Unclear(text.Unclear);
        for (int i = 0; i < count; i++)
        {
            Decision one = DecideShell(text.Commands[i], text.ChangesDirectory, places, workingDirectory);
            // Of two denials the one that names a rule says more than that the text is not understood.
            if (strictest is not { } other || one.Outcome < other.Outcome || (one.Outcome == other.Outcome && i == 0 && text.Unclear is not null))
                strictest = one;
        }

        return strictest;
    }

    private Decision DecideShell(ShellCommand command, bool changesDirectory, PolicyPlaces places, string workingDirectory)
    {
        CommandSubject subject = CommandSubject.Of(command.Words);
        if (subject.Program.Contains('/') && !subject.Program.StartsWith('/'))
            subject = changesDirectory
                ? subject with { IsProgramKnown = false }
                : subject with { Program = Path.GetFullPath(subject.Program, workingDirectory) };
        return Over(subject, places, command.IsBuiltIn || command.IsTransparent);
    }

    /// <param name="command">The command.</param>
    /// <param name="places">Where workspace and home are.</param>
    /// <param name="isImplied">Whether no rule needs to allow it, for what it runs is judged by itself; one that denies still does.</param>
    private Decision Over(in CommandSubject command, PolicyPlaces places, bool isImplied)
    {
        Decision? strictest = null;
        foreach (CommandLayer layer in Layers)
        {
            Decision? one = Of(layer, command, places, isImplied);
            if (one is { Outcome: Effect.Deny } denied)
                return denied;
            if (one is { } found && (strictest is null || found.Outcome < strictest.Value.Outcome))
                strictest = found;
        }

        return strictest ?? (isImplied ? Decision.Allow("judged by what it runs") : Decision.Deny(null, Hint(command)));
    }

    private Decision? Of(CommandLayer layer, in CommandSubject command, PolicyPlaces places, bool isImplied)
    {
        CommandRule? allowing = null, asking = null, puzzling = null;
        foreach (CommandRule rule in layer.Rules)
        {
            bool isAllow = rule.Effect is Effect.Allow or Effect.Record;
            Coverage coverage = isAllow ? rule.Pattern.Allows(command, places) : rule.Pattern.Forbids(command, places);
            if (coverage == Coverage.Yes && rule.Effect == Effect.Deny)
                return Decision.Deny(rule.Text, $"take this line out: {rule.Text}") with { Origin = rule.Origin };
            if (coverage == Coverage.Yes && isAllow)
                allowing ??= rule;
            else if (coverage == Coverage.Yes)
                asking ??= rule;
            else if (coverage == Coverage.Maybe && !isAllow)
                puzzling ??= rule;
        }

        if (puzzling is not null)
            return Unclear($"whether it is '{puzzling.Text}' is only known when it runs") with { Origin = puzzling.Origin };
        if (asking is not null)
            return Ask(asking.Text, asking.Origin);
        if (allowing is not null)
            return new Decision(true, allowing.Text, null) { Origin = allowing.Origin, Effect = allowing.Effect == Effect.Record ? Effect.Record : null };
        if (isImplied)
            return null;
        return layer.Default switch
        {
            null => null,
            Effect.Allow => Decision.Allow("default: allow") with { Origin = layer.Source },
            Effect.Record => Decision.Allow("default: record") with { Origin = layer.Source, Effect = Effect.Record },
            Effect.Ask => Ask("default: ask", layer.Source),
            _ => Decision.Deny("default: deny", Hint(command)) with { Origin = layer.Source },
        };
    }

    private Decision Unclear(string why)
    {
        if (Layers.Any(layer => layer.Default == Effect.Deny || layer.Rules.Any(rule => rule.Effect == Effect.Deny)))
            return Decision.Deny(UnclearMark + why, "write the command so that it can be read before it runs, or run its parts one by one");
        if (Layers.Any(layer => layer.Default == Effect.Ask || layer.Rules.Any(rule => rule.Effect == Effect.Ask)))
            return Ask(UnclearMark + why, null);
        return Decision.Allow(UnclearMark + why) with { Effect = Effect.Record };
    }

    private static Decision Ask(string rule, string? origin) => new(false, rule, "approve it in vitrine watch") { Effect = Effect.Ask, Origin = origin };

    private static string Hint(in CommandSubject command)
    {
        string program = command.IsNameOnly ? command.Program : CommandSubject.NameOf(command.Program);
        string line = command.Arguments is [{ IsKnown: true, Text: [not '-', ..] } first, ..]
            && first.Text.Length < 40
            && first.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':')
            ? $"{program} {first.Text} *" : program;
        return $"commands: {{ allow: [{PolicyText.Quote(line)}] }}";
    }
}
