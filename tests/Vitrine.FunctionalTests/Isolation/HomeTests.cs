using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Isolation;

/// <summary>What a person has in his home and environment stays with him.</summary>
public sealed class HomeTests(Machine machine)
{
    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task Secrets_of_the_home_are_invisible(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        Finished run =
            await desk.ShellAsync($"cat ~/.ssh/id_rsa ~/.aws/credentials ~/.netrc ~/.config/private.txt ~/diary.txt; grep -rls {Person.Secret[..^2]} / --include='*' --exclude-dir=proc --exclude-dir=sys --exclude-dir=usr; echo looked");
        Assert.Equal("looked\n", run.Text);
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task The_home_is_a_private_one_that_is_kept(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        Assert.Equal("", (await desk.ShellAsync("ls -A ~ | grep -v -x '\\.vitrine'; echo kept >~/mine; :")).Exits(0).Text);
        Assert.Equal($"kept\n{desk.Person.Home}\n", (await desk.ShellAsync("cat ~/mine; echo ~")).Exits(0).Text);
        Assert.False(File.Exists(Path.Combine(desk.Person.Home, "mine")));
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task A_token_of_the_environment_stays_outside_unless_it_is_named(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        desk.Environment["FAKE_TOKEN"] = "ghp-fake-value-91";
        const string Look = "env; cat /proc/self/environ /proc/1/environ; ls /proc/*/environ | xargs cat";
        Assert.DoesNotContain("ghp-fake-value-91", (await desk.ShellAsync(Look)).Text, StringComparison.Ordinal);
        Finished named = await desk.ShellAsync("echo $FAKE_TOKEN", "--env", "FAKE_TOKEN");
        Assert.Equal("ghp-fake-value-91\n", named.Text);

        // The name is recorded, the value is not.
        Finished shown = await desk.VitrineAsync(["show", named.Session, "--json", "--entries"]);
        Assert.Contains("FAKE_TOKEN", shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ghp-fake-value-91", shown.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task No_other_process_is_seen_and_temporary_files_are_the_boxs_own(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        Finished run =
            (await desk.ShellAsync("cat /proc/[0-9]*/comm | sort -u | tr '\\n' ' '; echo; ls -A /run /var /home 2>/dev/null | grep -v -e tmp -e run -e '^$' -e ':' ; ls -A /tmp; hostname"))
                .Exits(0);
        Assert.Subset(new HashSet<string> { "bash", "bwrap", "cat", "sort", "tr" },
            run.Text.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
        Assert.DoesNotContain(Environment.MachineName, run.Text, StringComparison.Ordinal);
    }
}
