using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine purge</c>: destroys what sessions held and leaves an entry that says so. Exit status 0; 1 where one that was meant is held or runs; 2 where it
/// could not be done.
/// </summary>
internal static class PurgeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Func<SessionStore> store, Func<LedgerKeeping> keeping, TimeProvider time)
    {
        var selection = new KeepingSelection();
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var dry = new Option<bool>("--dry-run") { Description = "Only say which sessions are meant." };
        var json = new Option<bool>("--json") { Description = "Give a JSON array." };
        var command = new Command("purge",
            "Destroy what sessions held: keys, entries' contents, bodies. The ledger still verifies, and says who did it and why.") { yes, dry, json };
        selection.AddTo(command);
        command.SetAction(result => ReviewCommands.Guarded(messages =>
        {
            SessionStore sessions = store();
            if (selection.Find(result, sessions, time, messages) is not { } found)
                return ShowExit.NothingToShow;
            bool isDry = result.GetValue(dry);
            if (!isDry && found.Count > 0 && !result.GetValue(yes) && !Confirm(found, sessions, messages))
                return ShowExit.NothingToShow;
            LedgerKeeping keeper = keeping();
            IReadOnlyList<PurgeOutcome> outcomes = isDry ? keeper.Look(found) : keeper.Purge(found, selection.By(result));
            return Tell(outcomes, isDry, result.GetValue(json));
        }));
        return command;
    }

    private static bool Confirm(IReadOnlyList<SessionId> found, SessionStore sessions, OutputStream messages)
    {
        if (Console.IsInputRedirected)
        {
            messages.Complain($"{Quantity.Of(found.Count, "session")} would be purged, and nobody is here to be asked.", "--dry-run lists them, --yes does it");
            return false;
        }

        foreach (SessionId id in found.Take(20))
            messages.Note($"{id}  {Visible.Cut(string.Join(" ", LoggedSession.Of(sessions.Describe(id)).Command ?? []), 60)}");
        Console.Error.Write($"Destroy what {(found.Count == 1 ? "this session" : $"these {found.Count} sessions")} held, for good? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static int Tell(IReadOnlyList<PurgeOutcome> outcomes, bool isDry, bool asJson)
    {
        OutputStream data = OutputStream.Data();
        List<PurgedSession> lines = [.. outcomes.Select(outcome => new PurgedSession(outcome.Id.ToString(), Word(outcome.Status, isDry)))];
        if (asJson)
        {
            JsonSerializer.Serialize(data.Bytes, lines, PurgedSessionJson.Default.ListPurgedSession);
            data.Bytes.WriteByte((byte)'\n');
            data.Bytes.Flush();
        }
        else
        {
            using StreamWriter writer = data.OpenText();
            foreach (PurgedSession line in lines)
                writer.Write($"{line.Session}  {line.Status}\n");
        }

        return outcomes.All(outcome => outcome.Status == PurgeStatus.Purged) ? ShowExit.Done : ShowExit.Damaged;
    }

    private static string Word(PurgeStatus status, bool isDry) => status switch
    {
        PurgeStatus.Held => "held: vitrine log release lifts the hold",
        PurgeStatus.Running => "runs",
        _ => isDry ? "would be purged" : "purged",
    };
}

/// <summary>A line of what was purged.</summary>
internal sealed record PurgedSession(string Session, string Status);

/// <summary>Source-generated JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<PurgedSession>))]
internal sealed partial class PurgedSessionJson : JsonSerializerContext;
