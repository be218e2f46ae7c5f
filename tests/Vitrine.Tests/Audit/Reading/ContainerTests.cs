using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Vitrine.Audit.Reading;
using Xunit;

namespace Vitrine.Tests.Audit.Reading;

public sealed class ContainerTests
{
    private const string Program =
        "const os = require('os'); function f() { if (['Asia/Tashkent'].includes(Intl.DateTimeFormat().resolvedOptions().timeZone)) { return fetch('https://gateway.harbour.example/x'); } }";

    [Fact]
    public void The_sources_of_a_source_map_are_programs()
    {
        StaticReading reading = ReadPackage.With("index.js.map",
            JsonSerializer.Serialize(new { version = 3, sourcesContent = new[] { Program }, mappings = "AAAA" }));
        Shows(reading);
        Assert.StartsWith("index.js.map!source 0", reading.Harvest.Of(HarvestKind.Zone).Single().Place.File, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_an_asar_archive_are_read()
    {
        byte[] content = Encoding.UTF8.GetBytes(Program);
        byte[] header =
            Encoding.UTF8.GetBytes($$"""{"files":{"lib":{"files":{"main.js":{"offset":"0","size":{{content.Length}} } } },"bad":{"offset":"-1","size":9},"far":{"offset":"99999999999","size":1} } }""");
        int padded = (header.Length + 3) / 4 * 4;
        byte[] archive = new byte[16 + padded + content.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(archive, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(4), (uint)(padded + 8));
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(8), (uint)(padded + 4));
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(12), (uint)header.Length);
        header.CopyTo(archive, 16);
        content.CopyTo(archive, 16 + padded);
        StaticReading reading = ReadPackage.With(("app.asar", archive));
        Shows(reading);
        Assert.Equal("app.asar!lib/main.js", reading.Harvest.Of(HarvestKind.Zone).Single().Place.File);
    }

    [Fact]
    public void Compressed_files_and_archives_are_read()
    {
        Shows(ReadPackage.With(("a.js.gz", Packed(stream => new GZipStream(stream, CompressionMode.Compress)))));
        Shows(ReadPackage.With(("a.js.br", Packed(stream => new BrotliStream(stream, CompressionMode.Compress)))));
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create))
        using (Stream entry = archive.CreateEntry("x/y.js").Open())
            entry.Write(Encoding.UTF8.GetBytes(Program));
        Shows(ReadPackage.With(("bundle.dat", zip.ToArray())));
    }

    [Fact]
    public void A_program_between_bytes_of_any_form_is_found_at_its_offset()
    {
        byte[] noise = new byte[5000];
        new Random(4).NextBytes(noise);
        byte[] payload = [.. noise, 0, .. Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat(Program, 4))), 0, .. noise];
        StaticReading reading = ReadPackage.With(("single", payload));
        Shows(reading);
        Assert.True(reading.Harvest.Of(HarvestKind.Zone).Single().Place.Offset > 5000);
    }

    [Fact]
    public void The_data_of_a_wasm_module_is_read()
    {
        byte[] data = Encoding.UTF8.GetBytes("\0\u0001https://gateway.harbour.example/x\0Asia/Tashkent\0");
        byte[] module = [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0, 10, 3, 1, 2, 3, 11, (byte)data.Length, .. data];
        Shows(ReadPackage.With(("x.wasm", module)));
        Shows(ReadPackage.With(("cut.wasm", [.. module, 11, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])));
    }

    [Fact]
    public void A_compiled_program_shows_its_strings_and_what_it_masks()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "There is no C compiler.");
        byte[] masked = [.. Encoding.UTF8.GetBytes("relay.meadow.example|orchard.meadow.example").Select(one => (byte)(one ^ 0x9b))];
        string source = $$"""
            #include <stdio.h>
            struct text { const char *start; unsigned long length; };
            static const char all[] = "https://gateway.harbour.example/xAsia/TashkentORCHARD_MODE";
            const struct text table[] = { { all, 33 }, { all + 33, 13 }, { all + 46, 12 } };
            static const unsigned char hidden[] = { {{string.Join(',', masked)}} };
            const struct text more[] = { { (const char *)hidden, {{masked.Length}} } };
            int main(int count, char **words) { return table[count % 3].start[0] + more[0].start[count]; }
            """;
        string directory = Directory.CreateTempSubdirectory("vitrine-elf-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(directory, "a.c"), source);
            using Process compiler = Process.Start(new ProcessStartInfo("/usr/bin/gcc",
                ["-O1", "-o", Path.Combine(directory, "a.out"), Path.Combine(directory, "a.c")]))!;
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
            StaticReading reading = ReadPackage.With(("program", File.ReadAllBytes(Path.Combine(directory, "a.out"))));
            Assert.Equal(ContentKind.Elf, Assert.Single(reading.Files).Kind);
            Shows(reading);
            Assert.True(reading.Harvest.Has(HarvestKind.EnvironmentVariable, "ORCHARD_MODE"));
            Assert.True(reading.Harvest.Has(HarvestKind.Host, "relay.meadow.example"), string.Join('\n', reading.Revealed));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Links_and_pipes_are_not_followed_and_not_waited_for()
    {
        string directory = Directory.CreateTempSubdirectory("vitrine-pipe-").FullName;
        try
        {
            using (Process maker = Process.Start("mkfifo", [Path.Combine(directory, "pipe")]))
                maker.WaitForExit();
            File.CreateSymbolicLink(Path.Combine(directory, "link"), "/etc/passwd");
            StaticReading reading = PackageReader.Read(directory, null, TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.Empty(reading.Files);
            Assert.Contains(reading.Cuts, cut => cut.StartsWith("pipe:", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Nesting_without_end_ends()
    {
        string nested = "const a = 'x';";
        for (int level = 0; level < 14; level++)
            nested = $"const f = function () {{ return eval(atob('{Convert.ToBase64String(Encoding.UTF8.GetBytes(nested))}')); }};";
        StaticReading reading = ReadPackage.With("index.js", nested);
        Assert.True(reading.Strings > 3);
        Assert.True(ReadPackage.With("deep.js", new string('[', 200_000) + new string('(', 200_000)).Strings == 0);
    }

    private static void Shows(StaticReading reading)
    {
        Assert.True(reading.Harvest.Has(HarvestKind.Zone, "Asia/Tashkent"), string.Join('\n', reading.Harvest.Items));
        Assert.True(reading.Harvest.Has(HarvestKind.Host, "gateway.harbour.example"), string.Join('\n', reading.Harvest.Items));
    }

    private static byte[] Packed(Func<Stream, Stream> pack)
    {
        var result = new MemoryStream();
        using (Stream stream = pack(result))
            stream.Write(Encoding.UTF8.GetBytes(Program));
        return result.ToArray();
    }
}
