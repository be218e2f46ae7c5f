using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Targets;
using Vitrine.FunctionalTests.Running;
using Vitrine.Runtime.Agents;

namespace Vitrine.FunctionalTests.Audit;

/// <summary>Targets that mean harm to the one who audits them are contained, and said.</summary>
public sealed class HostileTargetTests(Machine machine)
{
    [Fact]
    public async Task A_tarball_that_unpacks_to_too_much_is_refused_at_once()
    {
        string bomb = Path.Combine(Fresh(), "bomb.tgz");
        await using (var zipped = new GZipStream(File.Create(bomb), CompressionLevel.Fastest))
        {
            zipped.Write(Header("package/bomb", 3L << 30));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++)
                zipped.Write(zeros);
        }

        Desk desk = await machine.DeskAsync();
        Finished run = await desk.VitrineAsync(["audit", bomb, "--protocol", "anthropic", "-o", Path.Combine(Fresh(), "report")]);
        run.Exits(2);
        Assert.Contains("unpacks to more than 2048 MiB", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tarball_with_paths_that_lead_out_is_audited_without_them()
    {
        string directory = Fresh(), tarball = Path.Combine(directory, "bad.tgz"), scratch = Path.Combine(directory, "scratch");
        await using (var zipped = new GZipStream(File.Create(tarball), CompressionLevel.Fastest))
        await using (var tar = new TarWriter(zipped))
        {
            tar.WriteEntry(Entry("package/package.json", """{"name":"mirror","version":"1.0.0","bin":"cli.mjs"}"""));
            tar.WriteEntry(Entry("package/cli.mjs",
                await File.ReadAllTextAsync(Path.Combine(machine.Scripts, "agents/mirror/cli.mjs"), TestContext.Current.CancellationToken)));
            tar.WriteEntry(Entry("package/../../../escaped", "bad"));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "package/lib") { LinkName = "/etc" });
            tar.WriteEntry(Entry("package/lib/passwd", "harmless"));
        }

        Directory.CreateDirectory(scratch);
        var request = new TargetRequest { Reference = tarball, Protocol = AgentProtocol.Anthropic };
        TargetFiles files = await new TargetResolver("").FetchAsync(request, directory, scratch, TestContext.Current.CancellationToken);
        TargetStart start = TargetResolver.ToStart(request, files,
            PackageReader.Read(files.Directory, null, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Equal(2, start.Remarks.Count);
        Assert.Equal(["bad.tgz", "scratch"], Directory.GetFileSystemEntries(directory).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        using var desk = new AuditDesk(machine, target: _ => start);
        Assert.Equal(0, (await desk.RunAsync(new MachineChanges())).ExitStatus);
    }

    [Fact]
    public async Task Life_cycle_scripts_change_a_copy_and_one_that_never_ends_is_ended()
    {
        string package = Path.Combine(Fresh(), "package"), copy = Path.Combine(Fresh(), "copy");
        foreach (string directory in (string[])[package, copy])
        {
            Directory.CreateDirectory(directory);
            File.Copy(Path.Combine(machine.Scripts, "agents/mirror/cli.mjs"), Path.Combine(directory, "cli.mjs"));
        }

        LifeCycleScript[] scripts = [new("preinstall", "echo made > made; echo hidden >> ~/.bashrc"), new("postinstall", "sleep 600")];
        using var desk = new AuditDesk(machine, options => options with { Time = TimeSpan.FromSeconds(2) },
            mirror => mirror with { Directory = copy, Uninstalled = package, Scripts = scripts });
        string remark = Assert.Single(await desk.Box.InstallAsync(copy, TestContext.Current.CancellationToken));
        Assert.StartsWith("the script postinstall of mirror", remark, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(copy, "made")));

        // As a level: on a copy again, and looked at.
        Capture capture = await desk.RunAsync(new MachineChanges { Install = true });
        Assert.Contains(capture.Files, file => file is { Place: "home", Path: ".bashrc", Change: "changed" });
        Assert.Contains(capture.Processes, process => process.Program == "/usr/bin/sleep");
        Assert.Contains(capture.Exchanges, exchange => exchange.IsModel);
        Assert.False(File.Exists(Path.Combine(package, "made")));
        Assert.Equal(["templates"], Directory.GetFileSystemEntries(desk.Scratch).Select(path => Path.GetFileName(path)!));
    }

    [Fact]
    public async Task A_script_that_fills_the_package_is_ended()
    {
        string copy = Fresh();
        File.Copy(Path.Combine(machine.Scripts, "agents/mirror/cli.mjs"), Path.Combine(copy, "cli.mjs"));
        LifeCycleScript[] scripts = [new("postinstall", "i=0; while :; do head -c 8388608 /dev/zero > fill-$i; i=$((i+1)); done")];
        using var desk = new AuditDesk(machine, options => options with { DiskBytes = 64 << 20, Time = TimeSpan.FromSeconds(20) },
            mirror => mirror with { Directory = copy, Uninstalled = copy, Scripts = scripts });
        Capture capture = await desk.RunAsync(new MachineChanges { Install = true });
        Assert.Contains(capture.Unseen, text => text.StartsWith("ended: its files took more than 64 MiB", StringComparison.Ordinal));
        Assert.Contains(capture.Exchanges, exchange => exchange.IsModel);
        Assert.Equal(["templates"], Directory.GetFileSystemEntries(desk.Scratch).Select(path => Path.GetFileName(path)!));
        Assert.Equal(["cli.mjs"], Directory.GetFiles(copy).Select(path => Path.GetFileName(path)!));
    }

    [Fact]
    public async Task The_recorder_outlives_what_is_done_to_it()
    {
        using var desk = new AuditDesk(machine);
        Capture capture = await desk.DoAsync("attack");
        Assert.Equal(0, capture.ExitStatus);
        Assert.Contains(capture.Exchanges, exchange => exchange.IsModel);
        Assert.True(capture.Processes.Count(process => process.Program.EndsWith("/true", StringComparison.Ordinal)) == 40 || capture.Unseen.Count > 0);
        Assert.Equal(0, (await desk.RunAsync(new MachineChanges())).ExitStatus);
    }

    [Fact]
    public async Task A_child_that_needs_a_moment_more_is_not_left_behind()
    {
        using var desk = new AuditDesk(machine, options => options with { Linger = TimeSpan.FromSeconds(5) });
        Capture capture = await desk.DoAsync("hurry");
        Assert.Contains(capture.Processes, process => process.Program.EndsWith("/sleep", StringComparison.Ordinal));
        Assert.DoesNotContain(capture.Processes, process => process.Stayed);
    }

    private string Fresh()
    {
        string path = Path.Combine(machine.Root, "hostile-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path);
        return path;
    }

    private static PaxTarEntry Entry(string name, string content) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    /// <summary>A header that claims a size (POSIX.1-2001 ustar).</summary>
    private static byte[] Header(string name, long size)
    {
        byte[] header = new byte[512];
        void Write(int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(header, at);
        Write(0, name);
        Write(100, "0000644\0");
        Write(124, Convert.ToString(size, 8).PadLeft(11, '0') + "\0");
        Write(136, "00000000000\0");
        Write(148, "        ");
        Write(156, "0");
        Write(257, "ustar");
        Write(148, Convert.ToString(header.Sum(one => one), 8).PadLeft(6, '0') + "\0 ");
        return header;
    }
}
