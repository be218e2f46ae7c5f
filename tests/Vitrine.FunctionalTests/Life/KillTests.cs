using System.Text.Json;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Life;

/// <summary>A run whose supervisor is killed at any moment: its record is whole as far as it goes. <c>bench/run kill</c> does so 200 times.</summary>
public sealed class KillTests(Machine machine)
{
    private const int Kills = 20, Lines = 400;

    [Fact]
    public async Task Killed_at_any_moment_a_run_leaves_a_record_that_verifies_and_has_an_end()
    {
        Desk desk = await machine.DeskAsync();
        (await desk.ShellAsync("true")).Exits(0); // Before that there is no ledger to verify.
        var random = new Random(9);
        var checkedSessions = new HashSet<string>();
        for (int kill = 0; kill < Kills; kill++)
        {
            // The moment is counted in what the agent has written; the first two die before there is any.
            await using RunningVitrine running = desk.Start(["run", "--", "bash", "-c",
                $"for i in {{1..{Lines}}}; do echo $i >file$((i % 7)); echo \"<$i>\"; done; exec sleep 3600"]);
            if (kill >= 2)
                await running.WaitForAsync($"<{random.Next(1, Lines)}>");
            await running.SignalAsync("KILL");
            await running.FinishAsync();

            (await desk.VitrineAsync(["verify"])).Exits(0);
            using var log = JsonDocument.Parse((await desk.VitrineAsync(["log", "--json", "-n", "0"])).Exits(0).Output);
            foreach (string session in log.RootElement.EnumerateArray().Select(each => each.GetProperty("session").GetString()!).Where(checkedSessions.Add))
            {
                string entries = (await desk.VitrineAsync(["show", session, "--entries"])).Exits(0).Text;
                using var last = JsonDocument.Parse(entries.TrimEnd('\n').Split('\n')[^1]);
                Assert.Equal("session-ended", last.RootElement.GetProperty("data").GetProperty("kind").GetString());
            }
        }

        Assert.InRange(checkedSessions.Count, 1 + Kills - 2, 1 + Kills);
    }
}
