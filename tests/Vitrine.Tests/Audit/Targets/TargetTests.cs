using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Targets;
using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Audit.Targets;

public sealed class TargetTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("vitrine-target-").FullName;

    private string Out => Path.Combine(_directory, "out");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_tarball_is_unpacked_without_its_first_component_and_programs_stay_programs()
    {
        TarUnpacker unpacker = Unpack(File("package/cli.js", "x", 0b111_101_101), File($"package/{new string('d', 90)}/{new string('e', 90)}.txt", "y"));
        Assert.Equal("x", System.IO.File.ReadAllText(Path.Combine(Out, "cli.js")));
        Assert.True(System.IO.File.GetUnixFileMode(Path.Combine(Out, "cli.js")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("y", System.IO.File.ReadAllText(Path.Combine(Out, new string('d', 90), new string('e', 90) + ".txt")));
        Assert.Empty(unpacker.Remarks);
    }

    [Fact]
    public void Nothing_leads_out_of_the_directory()
    {
        TarUnpacker unpacker = Unpack(
            File("package/../../escaped", "bad"), File("/package/absolute", "bad"), File("package/a\nb", "bad"),
            new PaxTarEntry(TarEntryType.SymbolicLink, "package/link") { LinkName = "/etc" }, File("package/link/inside", "good"),
            new PaxTarEntry(TarEntryType.HardLink, "package/hard") { LinkName = "/etc/passwd" }, new PaxTarEntry(TarEntryType.Fifo, "package/pipe"),
            new PaxTarEntry(TarEntryType.CharacterDevice, "package/device") { DeviceMajor = 1, DeviceMinor = 5 });
        Assert.Equal(["link/inside"], Directory.GetFiles(Out, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Out, path)));
        Assert.Equal(["out"], Directory.GetFileSystemEntries(_directory).Select(path => Path.GetFileName(path)!));
        Assert.Equal(7, unpacker.Remarks.Count);
        Assert.DoesNotContain(unpacker.Remarks, remark => remark.Any(char.IsControl));
    }

    [Fact]
    public void A_file_where_a_directory_is_wanted_is_left_out()
    {
        TarUnpacker unpacker = Unpack(File("package/a", "x"), File("package/a/b", "y"), File("package/c/d", "x"), File("package/c", "y"),
            File("package/a", "z"));
        Assert.Equal("z", System.IO.File.ReadAllText(Path.Combine(Out, "a")));
        Assert.Equal(3, unpacker.Remarks.Count);
    }

    [Fact]
    public void Too_much_is_refused_before_it_is_written()
    {
        var limits = new UnpackLimits { MaxBytes = 1000, MaxEntries = 5 };
        Assert.Throws<InvalidDataException>(() => Unpack(limits, File("package/big", new string('x', 2000))));
        Assert.False(System.IO.File.Exists(Path.Combine(Out, "big")));
        Assert.Throws<InvalidDataException>(() => Unpack(limits, [.. Enumerable.Range(0, 10).Select(number => File($"package/{number}", ""))]));
    }

    [Fact]
    public void Any_edit_of_a_tarball_is_unpacked_or_refused()
    {
        byte[] good = Tarball(File("package/a", "hello"), File($"package/{new string('n', 150)}", "world"));
        int number = 0;
        Prop.ForAll(Gen.Choose(0, good.Length - 1).Zip(Gen.Choose(0, 255)).ListOf(4).ToArbitrary(), edits =>
        {
            byte[] bytes = [.. good];
            foreach ((int at, int value) in edits)
                bytes[at] = (byte)value;
            string into = Path.Combine(_directory, "edits", (number++).ToString(System.Globalization.CultureInfo.InvariantCulture));
            Directory.CreateDirectory(into);
            try
            {
                new TarUnpacker(new UnpackLimits()).Unpack(new MemoryStream(bytes), into, default);
            }
            catch (InvalidDataException)
            {
                // Refused.
            }

            return Directory.GetFileSystemEntries(Path.Combine(_directory, "edits")).Length == number;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("fetch(`${process.env.ANTHROPIC_BASE_URL || 'https://api.anthropic.com'}/v1/messages`, { headers: { 'anthropic-version': '2023-06-01' } })",
        AgentProtocol.Anthropic, "ANTHROPIC_BASE_URL", "", "api.anthropic.com")]
    [InlineData("fetch(`${process.env.OPENAI_BASE_URL || 'https://api.openai.com/v1'}/chat/completions`)", AgentProtocol.OpenAIChat, "OPENAI_BASE_URL", "/v1",
        "api.openai.com")]
    [InlineData("fetch(`${process.env.OPENAI_BASE_URL || 'https://api.orchard.example/v1'}/responses`)", AgentProtocol.OpenAIResponses, "OPENAI_BASE_URL",
        "/v1", "api.orchard.example")]
    public async Task A_directory_tells_how_it_is_started(string program, AgentProtocol protocol, string variable, string suffix, string host)
    {
        System.IO.File.WriteAllText(Path.Combine(_directory, "package.json"),
            """{"name":"@x/orchard","version":"2.0.0","bin":{"other":"o.js","orchard":"./cli.mjs"},"scripts":{"postinstall":"node s.js"},"dependencies":{"pear":"^1"}}""");
        System.IO.File.WriteAllText(Path.Combine(_directory, "cli.mjs"), program);
        var request = new TargetRequest { Reference = "." };
        TargetFiles files = await new TargetResolver("").FetchAsync(request, _directory, Out, TestContext.Current.CancellationToken);
        TargetStart start = TargetResolver.ToStart(request, files,
            PackageReader.Read(files.Directory, null, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Equal(protocol, start.Protocol);
        Assert.Equal((variable, suffix, host), (start.EndpointVariable, start.EndpointSuffix, start.DefaultEndpointHost));
        Assert.Equal(["node", "/opt/target/cli.mjs", "-p", "{prompt}"], start.Command);
        Assert.Equal([new LifeCycleScript("postinstall", "node s.js")], start.Scripts);
        Assert.Contains("npm is not on PATH: its dependencies are not installed", start.Remarks);
        Assert.NotEqual(_directory, start.Directory);
    }

    [Fact]
    public async Task A_tarball_and_a_missing_target_are_told_apart()
    {
        string file = Path.Combine(_directory, "x.tgz");
        await using (var zipped = new GZipStream(System.IO.File.Create(file), CompressionMode.Compress))
            zipped.Write(Tarball(File("package/package.json", """{"name":"orchard","bin":"../../etc/passwd"}""")));
        var resolver = new TargetResolver("");
        TargetFiles files = await resolver.FetchAsync(new TargetRequest { Reference = file }, _directory, Out, TestContext.Current.CancellationToken);
        Assert.True(System.IO.File.Exists(Path.Combine(files.Directory, "package.json")));
        Assert.Throws<TargetException>(() => TargetResolver.ToStart(new TargetRequest { Reference = file, Protocol = AgentProtocol.Anthropic }, files,
            PackageReader.Read(files.Directory, null, TimeProvider.System, TestContext.Current.CancellationToken)));
        await Assert.ThrowsAsync<TargetException>(() => resolver.FetchAsync(new TargetRequest { Reference = "nowhere" }, _directory, Out,
            TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<TargetException>(() => resolver.FetchAsync(new TargetRequest { Reference = "npm:Not A Name" }, _directory, Out,
            TestContext.Current.CancellationToken));
    }

    private TarUnpacker Unpack(params TarEntry[] entries) => Unpack(new UnpackLimits(), entries);

    private TarUnpacker Unpack(UnpackLimits limits, params TarEntry[] entries)
    {
        Directory.CreateDirectory(Out);
        var unpacker = new TarUnpacker(limits);
        unpacker.Unpack(new MemoryStream(Tarball(entries)), Out, default);
        return unpacker;
    }

    private static PaxTarEntry File(string name, string content, int mode = 0b110_100_100) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)), Mode = (UnixFileMode)mode };

    private static byte[] Tarball(params TarEntry[] entries)
    {
        var result = new MemoryStream();
        using (var writer = new TarWriter(result, leaveOpen: true))
            foreach (TarEntry entry in entries)
                writer.WriteEntry(entry);
        return result.ToArray();
    }
}
