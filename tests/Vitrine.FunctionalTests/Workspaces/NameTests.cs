using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Workspaces;

/// <summary>Workspaces that a careless program would not survive.</summary>
public sealed class NameTests(Machine machine)
{
    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task Any_bytes_may_be_in_a_name(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        Finished run = await desk.OnHostAsync("bash", [$"{machine.Scripts}/names.sh"]);
        Assert.Equal(("good\ngood\ngood\ngood\ngood\ngood\ngood\ngood\n", ""), (run.Text, run.Error));
    }

    [Fact]
    public async Task A_link_as_workspace_is_the_directory_that_it_leads_to()
    {
        Desk desk = await machine.DeskAsync();
        string link = desk.Workspace + "-link";
        File.CreateSymbolicLink(link, desk.Workspace);
        Finished run = (await desk.ShellAsync("pwd -P; echo made >here", "--workspace", link)).Exits(0);
        Assert.Equal(desk.Workspace + "\n", run.Text);
        Assert.True(File.Exists(Path.Combine(desk.Workspace, "here")));
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task A_read_only_workspace_stays_as_it_is(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        await HostCommand.RunAsync("chmod", "555", desk.Workspace);
        Finished run = await desk.ShellAsync("ls; touch x && echo wrote");
        if (who == "ordinary user")
            Assert.Equal("", run.Exits(1).Text);
        Assert.Equal(File.Exists(Path.Combine(desk.Workspace, "x")), run.Text.Contains("wrote", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workspace_of_fifty_thousand_files_is_one_like_any_other()
    {
        Desk desk = await machine.DeskAsync();
        for (int i = 0; i < 50_000; i++)
            File.Create(Path.Combine(desk.Workspace, $"f{i}")).Dispose();
        Finished run = (await desk.ShellAsync("ls | wc -l; cat f* | wc -c")).Exits(0);
        Assert.Equal("50000\n0\n", run.Text);
        SessionRecord record = await run.RecordAsync();
        Assert.Equal(50_000,
            record.All<Core.Model.FileOpened>()
                .Count(open => open.Path.ToString().StartsWith(desk.Workspace + "/f", StringComparison.Ordinal)) + record.All<Core.Model.EventsLost>()
                    .Sum(lost => lost.Count));
    }

    [Fact]
    public async Task A_directory_that_would_give_away_too_much_is_refused()
    {
        Desk desk = await machine.DeskAsync();
        foreach (string directory in (string[])["/", "/usr", "/usr/lib", "/etc", "/proc", desk.Person.Home, Path.GetDirectoryName(desk.Person.Home)!,
            desk.Workspace + "/none"])
        {
            Finished run = (await desk.RunAsync(["--workspace", directory], ["touch", "ran"])).Exits(2);
            Assert.Equal("", run.Text);
            Assert.Contains("hint: ", run.Error, StringComparison.Ordinal);
        }
    }
}
