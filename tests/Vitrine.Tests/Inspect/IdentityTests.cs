using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Detectors;
using Vitrine.Core.Inspect.Identity;
using Vitrine.Runtime.Inspection;
using Xunit;
using IdentityHit = Vitrine.Core.Inspect.Identity.IdentityHit;

namespace Vitrine.Tests.Inspect;

public sealed class IdentityTests
{
    private const string Mail = "Erika.Mustermann@example.org", Mac = "52:54:00:ab:cd:ef", Machine = "0123456789abcdef0123456789abcdee";

    private static readonly IdentityDetector Detector = new(
    [
        new(IdentityKind.HomePath, "/home/erika"), new(IdentityKind.UserName, "erika"), new(IdentityKind.HostName, "thinkmoose"), new(IdentityKind.Email, Mail),
        new(IdentityKind.MacAddress, Mac), new(IdentityKind.MachineId, Machine), new(IdentityKind.TimeZone, "Europe/Berlin"),
        new(IdentityKind.UserName, "root"),
    ]);

#pragma warning disable CA5350, CA5351 // What others hash with, not what is relied on.
    public static TheoryData<string, string> Present => new()
    {
        { "at /home/erika/code", "home-path clear" },
        { "hello erika!", "user-name clear" },
        { "THINKMOOSE", "host-name clear" },
        { "mac 525400ABCDEF.", "mac-address clear" },
        { "mac 52-54-00-ab-cd-ef.", "mac-address clear" },
        { "01234567-89ab-cdef-0123-456789abcdee", "machine-id clear" },
        { "tz=Europe%2FBerlin", "time-zone url" },
        { "esoomkniht", "host-name reversed" },
        { Convert.ToHexStringLower("x thinkmoose y"u8), "host-name hex" },
        { Hex(MD5.HashData(Encoding.UTF8.GetBytes(Mail.ToLowerInvariant()))), "email md5" },
        { Hex(SHA256.HashData("thinkmoose"u8))[..16], "host-name sha256" },
        { Hex(SHA1.HashData("erika\n"u8)).ToUpperInvariant(), "user-name sha1" },
        { Convert.ToBase64String(SHA512.HashData("525400abcdef"u8)), "mac-address sha512" },
        { Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Machine))).Replace('+', '-').Replace('/', '_').TrimEnd('='), "machine-id sha256" },
    };
#pragma warning restore CA5350, CA5351

    [Theory]
    [MemberData(nameof(Present))]
    public void A_value_is_found_in_its_form(string text, string expected)
    {
        IdentityHit hit = Assert.Single(Find(text));
        Assert.Equal(expected, $"{IdentityKinds.Name(hit.Kind)} {hit.Form}");
    }

    [Theory]
    [InlineData("the root of the tree")]
    [InlineData("americanerikax")]
    [InlineData("erika-css")]
    [InlineData("thinkmooses")]
    [InlineData("525400abcdef00")]
    public void A_part_of_a_word_is_not_the_value(string text) => Assert.Empty(Find(text));

    [Fact]
    public void Base64_hides_no_value_at_any_place_of_any_text() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (before, after) =>
        {
            string wrapped = Convert.ToBase64String([.. before, .. Encoding.UTF8.GetBytes(Mail), .. after]);
            return Find(wrapped).Any(hit => hit is { Kind: IdentityKind.Email, Form: "base64" })
                && Find(wrapped.Replace('+', '-').Replace('/', '_')).Any(hit => hit is { Kind: IdentityKind.Email, Form: "base64" });
        }));

    [Fact]
    public void A_long_value_is_found_at_every_offset()
    {
        for (int offset = 0; offset < 64; offset++)
        {
            IdentityHit hit = Assert.Single(Find(new string('.', offset) + "thinkmoose" + new string('.', offset)));
            Assert.Equal(offset, hit.Range.Start);
        }
    }

    [Fact]
    public void Hits_are_bounded_and_the_rest_is_said()
    {
        List<IdentityHit> hits = [];
        Assert.False(Detector.Find(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("thinkmoose erika ", 2000))), hits));
        Assert.Equal(IdentityDetector.MaximumHits, hits.Count);
    }

    [Fact]
    public void Values_do_not_print_themselves() =>
        Assert.DoesNotContain(Mail, new IdentityValue(IdentityKind.Email, Mail).ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_configuration_of_git_gives_name_address_and_remotes()
    {
        IReadOnlyList<IdentityValue> values =
            IdentityGitConfig.Read("[user]\n\tname = \"Erika M\" # me\n\temail = e@example.org ; x\n[remote \"origin\"]\n\turl = git@example.org:a/b.git\n[core]\n\tname = no\n");
        Assert.Equal([(IdentityKind.FullName, "Erika M"), (IdentityKind.Email, "e@example.org"), (IdentityKind.GitRemote, "git@example.org:a/b.git")],
            values.Select(v => (v.Kind, v.Value)));
    }

    [Fact]
    public void The_machine_is_read_from_its_files()
    {
        using var root = new Ledger.ScratchDirectory();
        void Put(string name, string text)
        {
            string path = Path.Combine(root.Root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Put("etc/machine-id", Machine + "\n");
        Put("proc/sys/kernel/hostname", "thinkmoose\n");
        Put("sys/class/net/eth0/address", Mac + "\n");
        Put("sys/class/net/lo/address", "00:00:00:00:00:00\n");
        Put("work/.git/config", "[remote \"origin\"]\nurl = https://example.org/a/b\n");
        IReadOnlyList<IdentityValue> values = IdentityCollector.Collect(Path.Combine(root.Root, "work"), root.Root);
        Assert.Contains(new IdentityValue(IdentityKind.MachineId, Machine), values);
        Assert.Contains(new IdentityValue(IdentityKind.HostName, "thinkmoose"), values);
        Assert.Equal([Mac], values.Where(v => v.Kind == IdentityKind.MacAddress).Select(v => v.Value));
        Assert.Contains(new IdentityValue(IdentityKind.GitRemote, "https://example.org/a/b"), values);
    }

    [Fact]
    public void Pipes_and_links_that_an_agent_leaves_are_not_read()
    {
        using var root = new Ledger.ScratchDirectory();
        string outside = Path.Combine(root.Root, "outside"), git = Path.Combine(root.Root, "work/.git"), system = Path.Combine(root.Root, "etc");
        Directory.CreateDirectory(git);
        Directory.CreateDirectory(system);
        File.WriteAllText(outside, "[remote \"origin\"]\nurl = https://example.org/outside\n");
        File.CreateSymbolicLink(Path.Combine(git, "config"), outside);
        Assert.Equal("", IdentityFiles.ReadBelow(Path.Combine(root.Root, "work"), ".git/config"));
        File.Delete(Path.Combine(git, "config"));
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(git, "config"), Path.Combine(system, "machine-id")])!)
            made.WaitForExit();
        Assert.Equal("", IdentityFiles.ReadBelow(Path.Combine(root.Root, "work"), ".git/config"));
        Assert.DoesNotContain(IdentityCollector.Collect(Path.Combine(root.Root, "work"), root.Root),
            value => value.Kind is IdentityKind.GitRemote or IdentityKind.MachineId);
    }

    [Fact]
    public void Nothing_is_allocated_where_nothing_is_found()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("if (value is not null) return new Thing(value);\n", 2000)));
        List<IdentityHit> hits = [];
        Detector.Find(text, hits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Detector.Find(text, hits);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Empty(hits);
    }

    [Theory]
    [InlineData("""{"arguments":"{\"path\":\"/home/erika/x\"}"}""", "clear")]
    [InlineData("""{"arguments":"L2hvbWUvZXJpa2EvcHJvamVjdHMvZm9vL2Jhci5jcw=="}""", "base64")]
    public void Json_in_json_disguises_nothing(string body, string form)
    {
        var inspector = new BodyInspector([new IdentityFinder(Detector)]);
        Assert.Contains(form, inspector.Inspect(Encoding.UTF8.GetBytes(body)).Identity.Select(found => found.Form));
        Assert.DoesNotContain("json", inspector.Inspect(Encoding.UTF8.GetBytes(body)).Identity.Select(found => found.Form));
    }

    [Fact]
    public void A_gecos_field_begins_with_the_name() =>
        Assert.Equal("Erika Mustermann", IdentityCollector.FullName("x:x:1:1:X:/:/bin/sh\nerika:x:1000:1000:Erika Mustermann,,,:/home/erika:/bin/sh", "erika"));

    private static List<IdentityHit> Find(string text)
    {
        List<IdentityHit> hits = [];
        Detector.Find(Encoding.UTF8.GetBytes(text), hits);
        return hits;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
