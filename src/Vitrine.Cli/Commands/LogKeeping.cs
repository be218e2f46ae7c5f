using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Recording;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine log hold</c>, <c>release</c>, <c>compact</c>, <c>rotate-key</c> and <c>restart</c>: what may be done to the ledger, each an entry of it.
/// </summary>
internal static class LogKeeping
{
    /// <summary>Makes the commands.</summary>
    public static IEnumerable<Command> Create(Func<SessionStore> store, Func<LedgerKeeping> keeping, TimeProvider time) =>
    [
        Selecting("hold", "Hold sessions: no purge and no retention touches them until they are released.", "held", store, time,
            (ids, by) => keeping().Hold(ids, by)),
        Selecting("release", "Lift the hold of sessions.", "released", store, time, (ids, by) => keeping().Release(ids, by)),
        Plain("compact", "Take old entries off the disk that no session needs any more, whole shards of 65,536; the ledger still verifies.",
            by => Compact(keeping(), by)),
        Plain("rotate-key", "Change the key that the ledger is signed with; who trusts the old one is led to the new one.",
            by => $"{keeping().RotateKey(by)}\nWitnesses know the old key: give them this one too.\n"),
        Plain("restart", "Set a damaged ledger aside and begin another, which names it.",
            by => $"The old ledger lies in {keeping().Restart(by)}; the sessions that are there stand in the new one.\n"),
    ];

    private static Command Selecting(string name, string what, string done, Func<SessionStore> store, TimeProvider time,
        Action<IReadOnlyList<SessionId>, Keeper> act)
    {
        var selection = new KeepingSelection();
        var command = new Command(name, what);
        selection.AddTo(command);
        command.SetAction(result => ReviewCommands.Guarded(messages =>
        {
            if (selection.Find(result, store(), time, messages) is not { } found)
                return ShowExit.NothingToShow;
            act(found, selection.By(result));
            using StreamWriter writer = OutputStream.Data().OpenText();
            foreach (SessionId id in found)
                writer.Write($"{id}  {done}\n");
            return ShowExit.Done;
        }));
        return command;
    }

    private static Command Plain(string name, string what, Func<Keeper, string> act)
    {
        var reason = new Option<string>("--reason")
        {
            Description = "Why, in your words; it stays in the ledger for ever.",
            HelpName = "TEXT",
            Required = true
        };
        reason.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (string.IsNullOrWhiteSpace(token.Value) || token.Value.Length > KeeperNotice.LongestReason))
                result.AddError($"--reason takes 1 to {KeeperNotice.LongestReason} characters.");
        });
        var command = new Command(name, what) { reason };
        command.SetAction(result => ReviewCommands.Guarded(_ =>
        {
            string said = act(Keeper.Caller(result.GetValue(reason)!));
            using StreamWriter writer = OutputStream.Data().OpenText();
            writer.Write(said);
            return ShowExit.Done;
        }));
        return command;
    }

    private static string Compact(LedgerKeeping keeping, Keeper by)
    {
        (long from, long to) = keeping.Compact(by);
        return to > from
            ? $"Entries {from} to {to - 1} were taken off the disk.\n"
            : "Nothing was taken off the disk: no whole shard of 65,536 entries is free of sessions that are there. vitrine purge --older-than AGE frees shards.\n";
    }
}
