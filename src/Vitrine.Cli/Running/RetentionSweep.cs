using Vitrine.Cli.Report;
using Vitrine.Core.Policy;
using Vitrine.Runtime.Keeping;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Cli.Running;

/// <summary>Purges what is older than the policy keeps, when a session is over: then nobody waits for it.</summary>
internal static class RetentionSweep
{
    // The rest the next time: an old machine with a new policy must not hold up a prompt for minutes.
    private const int MostAtOnce = 200;

    public static void Run(SessionPlaces places, SessionPolicy rules, TimeSpan retention, OutputStream said)
    {
        try
        {
            var store = new SessionStore(places.State, TimeProvider.System);
            var keeping = new LedgerKeeping(places.State, TimeProvider.System, rules);
            IReadOnlyList<SessionId> old = new SessionSelection { Before = TimeProvider.System.GetUtcNow() - retention }.Find(store);
            SessionId[] due = [.. keeping.Look(old).Where(one => one.Status == PurgeStatus.Purged).Take(MostAtOnce).Select(one => one.Id)];
            if (due.Length > 0)
                keeping.Purge(due, new Keeper("policy", $"retention of {(long)retention.TotalSeconds} s is over"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            said.Complain($"Sessions older than the policy keeps could not be purged: {failure.Message}",
                "vitrine purge --older-than AGE --reason TEXT tries again");
        }
    }
}
