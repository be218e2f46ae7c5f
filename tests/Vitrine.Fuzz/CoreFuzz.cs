using System.Text;
using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Core.Policy;

namespace Vitrine.Fuzz;

/// <summary>The parsers of the shared model.</summary>
internal static class CoreFuzz
{
    /// <summary>JSON of a path: what is read, written and read again is the same bytes.</summary>
    public static void PathJson(ReadOnlySpan<byte> input)
    {
        UnixPath raw = UnixPath.FromBytes(input);
        BrokenPropertyException.Unless(raw.ToBytes().AsSpan().SequenceEqual(input), "bytes of a path come back");
        BrokenPropertyException.Unless(Reread(raw) == raw, "a path survives JSON");
        if (TryRead(input, out UnixPath path))
            BrokenPropertyException.Unless(Reread(path) == path, "a path read from JSON survives JSON");
    }

    /// <summary>A host: its canonical form is a host, the same one, and holds only what a host may.</summary>
    public static void Host(ReadOnlySpan<byte> input)
    {
        if (!HostName.TryParse(Encoding.UTF8.GetString(input), out HostName host))
            return;
        BrokenPropertyException.Unless(HostName.TryParse(host.ToUriHost(), out HostName again) && again == host, "a host's own form parses to itself");
        BrokenPropertyException.Unless(host.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' or ':'),
            "a host holds only host characters");
        BrokenPropertyException.Unless(host.IsAddress == System.Net.IPAddress.TryParse(host.Name, out _), "the resolver sees an address exactly where we do");
    }

    /// <summary>A rule: what it covers is what its text says.</summary>
    public static void Rule(ReadOnlySpan<byte> input)
    {
        if (!HostRule.TryParse(Encoding.UTF8.GetString(input), out HostRule? rule))
            return;
        BrokenPropertyException.Unless(rule.Covers(rule.Host) != rule.IsWildcard, "a rule covers its own host, a wildcard does not");
        if (rule.IsWildcard && HostName.TryParse("a." + rule.Host.Name, out HostName below))
            BrokenPropertyException.Unless(rule.Covers(below), "a wildcard covers what is below");
        BrokenPropertyException.Unless(HostRule.TryParse(rule.ToString(), out HostRule? again) && again == rule, "a rule's own form parses to itself");
    }

    /// <summary>An entry: what can be read can be written, and reads the same.</summary>
    public static void Entry(ReadOnlySpan<byte> input)
    {
        Entry entry;
        try
        {
            entry = Core.Model.Entry.Parse(input);
        }
        catch (JsonException)
        {
            return;
        }

        byte[] once = entry.ToUtf8();
        BrokenPropertyException.Unless(Core.Model.Entry.Parse(once).ToUtf8().AsSpan().SequenceEqual(once), "an entry's bytes are stable");
    }

    /// <summary>A leaf: what is taken is in the one form of what it says.</summary>
    public static void Leaf(ReadOnlySpan<byte> input)
    {
        if (LeafJson.TryParse(input) is { } leaf)
            BrokenPropertyException.Unless(leaf.ToUtf8().AsSpan().SequenceEqual(input), "a leaf has one form");
    }

    private static UnixPath Reread(UnixPath path) => JsonSerializer.Deserialize<UnixPath>(JsonSerializer.SerializeToUtf8Bytes(path));

    private static bool TryRead(ReadOnlySpan<byte> json, out UnixPath path)
    {
        try
        {
            path = JsonSerializer.Deserialize<UnixPath>(json);
            return true;
        }
        catch (JsonException)
        {
            path = default;
            return false;
        }
    }
}
