using System.Globalization;
using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Audit;

/// <summary>A box with a clock and randomness of its own: no program in it is changed, and static ones are held like the others.</summary>
public sealed class DeterminismTests(Machine machine)
{
    private const string There = "2031-05-06T07:08:09Z";
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse(There, CultureInfo.InvariantCulture);

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task Every_program_sees_the_sessions_own_time(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        Finished run = (await desk.RunAsync(["--clock", There], [$"{machine.Scripts}/dates.sh"])).Exits(0);
        string[][] said = [.. run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
        Assert.Equal(20, said.Length);
        Assert.Equal(10, said.Select(words => words[0]).Distinct().Count());
        DateTimeOffset last = Start;
        foreach (string[] words in said)
        {
            Assert.True(words.Length == 2, run.Text);
            DateTimeOffset shown = DateTimeOffset.Parse(words[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            Assert.True(shown >= last && shown < Start + TimeSpan.FromHours(1), $"{words[0]} says {words[1]} after {last:O}");
            last = shown;
        }

        (await run.RecordAsync()).IsWhole();
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task One_seed_gives_equal_identifiers_and_another_gives_others(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        string[] first = await ChancesAsync(desk, 7), second = await ChancesAsync(desk, 7), third = await ChancesAsync(desk, 7),
            other = await ChancesAsync(desk, 8);
        Assert.Equal(first, second);
        Assert.Equal(first, third);
        Assert.Equal(first.Length, other.Length);

        // What has no chance in it: numbers of processes, and where things lie.
        string[] fixedByBox = ["shell", "places"];
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(fixedByBox.Contains(first[i].Split(' ')[0]), first[i] == other[i]);
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    [Theory]
    [InlineData("2027-03-01T00:00:00Z")]
    [InlineData("2023-11-21T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    public async Task Waiting_takes_as_long_as_ever(string clock)
    {
        Desk desk = await machine.DeskAsync();
        foreach (string[] options in (string[][])[["--clock", clock], ["--clock", clock, "--clock-step", "3600"]])
        {
            Dictionary<string, string[]> said = await WaitsAsync(desk, options), plain = await WaitsAsync(desk, []);
            Assert.Equal(("0", "1"), (said["vdso"][1], plain["vdso"][1]));
            long start = DateTimeOffset.Parse(clock, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
            Assert.InRange(long.Parse(said["clock"][1], CultureInfo.InvariantCulture), start, start + 60);
            foreach ((string what, string[] words) in plain.Where(pair => pair.Key is not ("vdso" or "clock")))
            {
                Assert.Equal(words[2..], said[what][2..]);
                (long usual, long found) = (long.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(said[what][1], CultureInfo.InvariantCulture));
                Assert.True(usual == found || (found * 2 > usual && found < (usual * 10) + 1000), $"{what} took {found} instead of {usual} ms");
            }
        }
    }

    [Fact]
    public async Task The_run_times_own_waits_do_too()
    {
        Desk desk = await machine.DeskAsync();
        foreach (string clock in (string[])["2027-03-01T00:00:00Z", "2023-11-21T00:00:00Z"])
        {
            Finished run = (await desk.RunAsync(["--clock", clock], ["bash", $"{machine.Scripts}/run-time-waits.sh"])).Exits(0);
            string[] lines = run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(8, lines.Length);

            // Too late is what a busy machine makes of it; by the clock's distance it would be days, or none.
            foreach (string line in lines)
                Assert.True(double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) is >= 195 and < 20_000, line);
        }
    }

    [Fact]
    public async Task The_record_is_as_complete_as_ever_and_says_nothing_of_the_clock()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.RunAsync(["--clock", There, "--seed", "1"], ["bash", $"{machine.Scripts}/chances.sh"])).Exits(0);
        SessionRecord record = (await run.RecordAsync()).IsWhole();
        Assert.Empty(record.All<CallRefused>());
        Assert.True(record.Ran("/head", "-c", "32", "/dev/urandom") && record.Ran("/mktemp", "-u"));
        foreach (string path in (string[])["/dev/urandom", "/dev/random", "/proc/sys/kernel/random/uuid"])
            Assert.Contains(record.All<FileOpened>(), opened => opened.Path == new UnixPath(path));
    }

    [Fact]
    public async Task Programs_are_judged_as_ever()
    {
        Desk desk = await machine.DeskAsync();
        await desk.WritePolicyAsync("commands: { deny: [id] }");
        Finished run = (await desk.ShellAsync("id; /usr/bin/id; date -u +%Y; mktemp -u", "--clock", There, "--seed", "3")).Exits(0);
        string[] said = run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("2031", said[0]);
        Assert.Equal(run.Text, (await desk.ShellAsync("id; /usr/bin/id; date -u +%Y; mktemp -u", "--clock", There, "--seed", "3")).Exits(0).Text);
        Assert.Equal(2, (await run.RecordAsync()).IsWhole().All<PolicyDecided>().Count(one => !one.Decision.IsAllowed));
    }

    [Theory]
    [InlineData("2021-01-01T00:00:00Z")]
    [InlineData("2040-01-01T00:00:00Z")]
    public async Task Who_answers_the_box_lives_in_its_time(string clock)
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.ShellAsync("curl -sS -i https://api.openai.com/v1/models", "--offline", "--clock", clock)).Exits(0);
        DateTimeOffset start = DateTimeOffset.Parse(clock, CultureInfo.InvariantCulture);
        Assert.Contains($"date: {start.ToString("ddd, dd MMM yyyy 00:", CultureInfo.InvariantCulture)}", run.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"\"created\":{start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)[..7]}", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_of_one_processor_sees_no_other()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.ShellAsync("nproc; node -p 'os.availableParallelism()'; python3 -c 'import os; print(len(os.sched_getaffinity(0)))'",
            "--one-processor")).Exits(0);
        Assert.Equal("1\n1\n1\n", run.Text);
    }

    [Fact]
    public async Task A_clock_that_goes_in_steps_shows_equal_times()
    {
        Desk desk = await machine.DeskAsync();
        const string Times = "date +%s.%N; node -p 'Date.now()'; python3 -c 'import time; print(time.time_ns())'; echo $EPOCHREALTIME $RANDOM";
        string[] options = ["--clock", There, "--clock-step", "3600", "--seed", "1"];
        Finished one = (await desk.ShellAsync(Times, options)).Exits(0), other = (await desk.ShellAsync(Times, options)).Exits(0);
        Assert.Equal(one.Text, other.Text);
        Assert.StartsWith($"{Start.ToUnixTimeSeconds()}.000000000\n{Start.ToUnixTimeMilliseconds()}\n", one.Text, StringComparison.Ordinal);
    }

    private async Task<string[]> ChancesAsync(Desk desk, int seed)
    {
        Finished run = (await desk.RunAsync(["-q", "--clock", There, "--seed", $"{seed}"], ["bash", $"{machine.Scripts}/chances.sh"])).Exits(0);
        Assert.Equal("fault 1\nflags 1\nnothing 0\nlowest 1\n", run.Error);
        string[] lines = run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // The two threads run at the same time, and may speak in any order.
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private async Task<Dictionary<string, string[]>> WaitsAsync(Desk desk, string[] options)
    {
        Finished run = (await desk.RunAsync(options, [$"{machine.Scripts}/waits"])).Exits(0);
        Dictionary<string, string[]> said = run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0]);
        Assert.Equal(13, said.Count);
        return said;
    }
}
