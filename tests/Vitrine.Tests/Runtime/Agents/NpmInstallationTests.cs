using System.Diagnostics;
using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Runtime.Agents;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class NpmInstallationTests
{
    private const string BoxHome = "/home/person";
    private const string Manifest = """{"name":"@me/tool","version":"1.2.3","bin":{"tool":"bin/tool.js","other":"./other"}}""";
    private const string Package = ".vitrine/agents/mine/1.2.3/node_modules/@me/tool";

    [Fact]
    public void What_is_installed_is_found_and_started_by_its_link()
    {
        using TemporaryHome home = Installed();
        AgentLocation found = Find(home);
        Assert.Equal((AgentPresence.Ready, "1.2.3"), (found.Presence, found.Version));
        Assert.Equal([$"{BoxHome}/.vitrine/agents/mine/1.2.3/node_modules/.bin/tool"], found.Program);
    }

    [Fact]
    public void An_empty_home_and_none_at_all_have_nothing_installed()
    {
        using var home = new TemporaryHome();
        Assert.Equal(AgentPresence.NotInstalled, Find(home).Presence);
        Directory.Delete(home.Home);
        Assert.Equal(AgentPresence.NotInstalled, Find(home).Presence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"name":"@me/other","version":"1.2.3","bin":"bin/tool.js"}""")]
    [InlineData("""{"name":"@me/tool","version":"1.2.4","bin":"bin/tool.js"}""")]
    [InlineData("""{"name":"@me/tool","version":"1.2.3","bin":"bin/missing.js"}""")]
    [InlineData("""{"name":"@me/\ud800","version":"1.2.3"}""")]
    public void What_is_not_the_package_counts_as_not_installed(string manifest)
    {
        using TemporaryHome home = Installed();
        home.Write($"{Package}/package.json", manifest);
        Assert.Equal(AgentPresence.NotInstalled, Find(home).Presence);
    }

    [Theory]
    [InlineData("\"../../../../../../../../bin/sh\"")]
    [InlineData("\"/bin/sh\"")]
    [InlineData("{\"tool\":\"../x\",\"../../x\":\"bin/tool.js\",\"-x\":\"bin/tool.js\"}")]
    [InlineData("{}")]
    [InlineData("7")]
    public void A_bin_that_leads_out_of_the_package_is_none(string bin)
    {
        using TemporaryHome home = Installed();
        home.Write($"{Package}/package.json", $$"""{"name":"@me/tool","version":"1.2.3","bin":{{bin}}}""");
        AgentLocation found = Find(home);
        Assert.Equal(AgentPresence.Unavailable, found.Presence);
        Assert.Contains("has none", found.Problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_without_end_is_not_read()
    {
        using TemporaryHome home = Installed();
        home.Write($"{Package}/package.json", Manifest + new string(' ', PackageManifest.Longest));
        Assert.Equal(AgentPresence.NotInstalled, Find(home).Presence);
    }

    [Theory]
    [InlineData(".vitrine")]
    [InlineData(".vitrine/agents/mine")]
    [InlineData(".vitrine/agents/mine/1.2.3/node_modules")]
    [InlineData(Package)]
    [InlineData(Package + "/package.json")]
    [InlineData(Package + "/bin/tool.js")]
    public void A_link_anywhere_on_the_way_is_not_followed(string place)
    {
        using TemporaryHome home = Installed();
        string path = Path.Combine(home.Home, place), moved = Path.Combine(home.Outside, "moved");
        Directory.Move(path, moved);
        File.CreateSymbolicLink(path, moved);
        Assert.Equal(AgentPresence.NotInstalled, Find(home).Presence);
    }

    [Fact]
    public void A_pipe_in_place_of_the_manifest_does_not_block()
    {
        using TemporaryHome home = Installed();
        string manifest = Path.Combine(home.Home, Package, "package.json");
        File.Delete(manifest);
        using (Process mkfifo = Process.Start("mkfifo", [manifest]))
            mkfifo.WaitForExit();
        Assert.True(File.Exists(manifest));
        Assert.Equal(AgentPresence.NotInstalled, Find(home).Presence);
    }

    [Fact]
    public void A_tag_takes_whatever_version_was_installed()
    {
        using var home = new TemporaryHome();
        Install(home, ".vitrine/agents/mine/latest/node_modules/@me/tool");
        Assert.Equal("1.2.3", Find(home, "@me/tool").Version);
        Assert.Equal("1.2.3", Find(home, "@me/tool@latest").Version);
        Assert.Equal(AgentPresence.NotInstalled, Find(home, "@me/tool@next").Presence);
    }

    [Fact]
    public void An_install_that_is_cut_off_leaves_nothing_under_the_final_name_and_the_next_one_is_whole()
    {
        using var home = new TemporaryHome();
        string bin = home.Outside;
        WriteProgram(bin, "node", "exit 0");
        // npm as it is called: the --prefix is what it fills.
        WriteProgram(bin, "npm", """
            while [ "$1" != --prefix ]; do shift; done
            mkdir -p "$2/node_modules/@me/tool/bin"
            echo "$@" > "$2/asked"
            if [ "$FAIL" = yes ]; then exit 9; fi
            echo '{"name":"@me/tool","version":"1.2.3","bin":{"tool":"bin/tool.js"}}' > "$2/node_modules/@me/tool/package.json"
            echo > "$2/node_modules/@me/tool/bin/tool.js"
            """);
        Assert.Equal(9, Run(home, bin, fail: true));
        Assert.False(Directory.Exists(Path.Combine(home.Home, ".vitrine/agents/mine/1.2.3")));
        home.Write(".vitrine/agents/mine/1.2.3.partial/left", "over");
        Assert.Equal(0, Run(home, bin, fail: false));
        Assert.Equal(AgentPresence.Ready, Find(home).Presence);
        Assert.Equal(["1.2.3"], Directory.GetFileSystemEntries(Path.Combine(home.Home, ".vitrine/agents/mine")).Select(Path.GetFileName));
        Assert.False(File.Exists(Path.Combine(home.Home, ".vitrine/agents/mine/1.2.3/left")));
        Assert.EndsWith("--@me:registry=http://own.example/ -- @me/tool@1.2.3\n", File.ReadAllText(Path.Combine(home.Home, ".vitrine/agents/mine/1.2.3/asked")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 1", 126)]
    [InlineData(null, 127)]
    public void An_old_or_missing_node_is_said_before_anything_is_written(string? node, int status)
    {
        using var home = new TemporaryHome();
        WriteProgram(home.Outside, "npm", "exit 0");
        if (node is not null)
            WriteProgram(home.Outside, "node", node);
        Assert.Equal(status, Run(home, home.Outside, fail: false, systemPath: ""));
        Assert.Empty(Directory.GetFileSystemEntries(home.Home));
    }

    private static TemporaryHome Installed()
    {
        var home = new TemporaryHome();
        Install(home, Package);
        return home;
    }

    private static void Install(TemporaryHome home, string package)
    {
        home.Write($"{package}/package.json", Manifest);
        home.Write($"{package}/bin/tool.js", "");
    }

    private static AgentLocation Find(TemporaryHome home, string spec = "@me/tool@1.2.3") => new NpmInstallation("mine", Tool(spec)).Find(home.Home, BoxHome);

    private static NpmInstall Tool(string spec)
    {
        Assert.True(NpmPackage.TryParse(spec, out NpmPackage? package));
        return new NpmInstall(package, null, 20);
    }

    private static int Run(TemporaryHome home, string bin, bool fail, string systemPath = ":/usr/bin:/bin")
    {
        NpmInstall tool = Tool("@me/tool@1.2.3");
        Assert.True(NpmRegistry.TryParse("registry=http://registry.example/\n@me:registry=http://own.example/\n", tool.Package, out NpmRegistry? registry));
        IReadOnlyList<string> command = new NpmInstallation("mine", tool).Command(home.Home, registry);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["PATH"] = bin + systemPath;
        start.Environment["FAIL"] = fail ? "yes" : "no";
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or 9 || errors.Contains("hint: ", StringComparison.Ordinal), errors);
        return process.ExitCode;
    }

    private static void WriteProgram(string directory, string name, string script)
    {
        string file = Path.Combine(directory, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
