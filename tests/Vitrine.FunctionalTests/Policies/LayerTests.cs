using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Policies;

/// <summary>The person's policy and the project's, in a real session: files, network, mistakes.</summary>
public sealed class LayerTests(Machine machine)
{
    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task Denied_files_are_not_there_to_be_read_and_a_grant_opens_one_directory_outside(string who)
    {
        Desk desk = await machine.DeskAsync(who);
        string outside = await desk.Person.MakeDirectoryAsync(desk.Workspace + "-manuals");
        await WriteAsync(desk, Path.Combine(outside, "page"), "a page\n");
        foreach (string name in (string[])[".env", "secrets/deep/key", "free"])
            await WriteAsync(desk, Path.Combine(desk.Workspace, name), $"content of {name}\n");
        await desk.WritePolicyAsync($"files: {{ workspace: write, deny: [.env, secrets/**], read: [{outside}/**] }}");
        Finished run =
            (await desk.ShellAsync($"cat .env secrets/deep/key free {outside}/page 2>/dev/null; echo x 2>/dev/null >{outside}/new || echo sealed; echo changed >free"))
                .Exits(0);
        Assert.Equal("content of free\na page\nsealed\n", run.Text);
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(desk.Workspace, "free"), TestContext.Current.CancellationToken));
        Assert.Equal("content of .env\n", await File.ReadAllTextAsync(Path.Combine(desk.Workspace, ".env"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_workspace_that_may_only_be_read_stays_and_one_for_review_waits()
    {
        Desk desk = await machine.DeskAsync();
        await WriteAsync(desk, Path.Combine(desk.Workspace, "file"), "old\n");
        await desk.WritePolicyAsync("files: { workspace: read }");
        Assert.Equal("refused\n", (await desk.ShellAsync("echo new 2>/dev/null >file || echo refused")).Exits(0).Text);
        await desk.WritePolicyAsync("files: { workspace: review }");
        Finished run = (await desk.ShellAsync("echo new >file")).Exits(0);
        Assert.Equal("old\n", await File.ReadAllTextAsync(Path.Combine(desk.Workspace, "file"), TestContext.Current.CancellationToken));
        Assert.Contains("1 change waits for review", run.Error, StringComparison.Ordinal);
        (await desk.VitrineAsync(["apply", run.Session])).Exits(0);
        Assert.Equal("new\n", await File.ReadAllTextAsync(Path.Combine(desk.Workspace, "file"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_projects_file_forbids_at_once_and_allows_once_it_is_accepted()
    {
        Desk desk = await machine.DeskAsync();
        await WriteAsync(desk, Path.Combine(desk.Workspace, "vitrine.yaml"),
            "version: \"1\"\nfiles: { deny: [hidden] }\nnetwork: { allow: [named.example] }\n");
        await WriteAsync(desk, Path.Combine(desk.Workspace, "hidden"), "x\n");
        const string Attempt = "cat hidden 2>/dev/null && echo read; getent hosts named.example >/dev/null && echo found; echo over";
        Finished before = (await desk.ShellAsync(Attempt)).Exits(0);
        Assert.Equal("over\n", before.Text);
        Assert.Contains("vitrine policy accept", before.Error, StringComparison.Ordinal);
        (await desk.VitrineAsync(["policy", "accept"])).Exits(0);
        Assert.Equal("found\nover\n", (await desk.ShellAsync(Attempt)).Exits(0).Text);
        await File.AppendAllTextAsync(Path.Combine(desk.Workspace, "vitrine.yaml"), "# changed\n", TestContext.Current.CancellationToken);
        Assert.Equal("over\n", (await desk.ShellAsync(Attempt)).Exits(0).Text);
    }

    [Fact]
    public async Task Methods_and_paths_of_a_rule_hold_at_the_door()
    {
        Desk desk = await machine.DeskAsync();
        await desk.WritePolicyAsync("network: { allow: [{ host: api.example, methods: [GET], paths: [/v1/**] }] }");
        Finished run =
            (await desk.ShellAsync("for a in '-X GET http://api.example/v2/x' '-X DELETE http://api.example/v1/x' '-X GET http://api.example/v1/..%2fv2'; do curl -s -m 10 -o /dev/null -w '%{http_code}\\n' --path-as-is $a; done"))
                .Exits(0);
        Assert.Equal("403\n403\n403\n", run.Text);
        RequestStarted[] asked = [.. (await run.RecordAsync()).IsWhole().LeftNothing().All<RequestStarted>()];
        Assert.Equal(3, asked.Length);
        Assert.All(asked, request => Assert.False(request.Decision.IsAllowed));
    }

    [Theory]
    [InlineData("commands: { denny: [id] }", "2:13", "denny")]
    [InlineData("data:\n  secrets: bloc", "3:12", "bloc")]
    [InlineData("files: [", "3:1", "not YAML")]
    public async Task A_mistake_stops_the_run_and_says_where_it_is(string rules, string place, string wrong)
    {
        Desk desk = await machine.DeskAsync();
        await desk.WritePolicyAsync(rules);
        Finished run = (await desk.RunAsync([], ["touch", "ran"])).Exits(2);
        Assert.Contains($"vitrine.yaml:{place}", run.Error, StringComparison.Ordinal);
        Assert.Contains(wrong, run.Error, StringComparison.Ordinal);
        Assert.Contains("hint: ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(desk.Workspace, "ran")));
    }

    private static async Task WriteAsync(Desk desk, string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        await desk.Person.OwnAsync(Path.GetDirectoryName(desk.Workspace)!);
    }
}
