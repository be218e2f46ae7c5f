using Vitrine.Core.Model;

namespace Vitrine.Cli.Commands;

/// <summary>
/// The command behind <c>--</c>, byte for byte as it was typed: .NET's own arguments are text, and a file name need not be.
/// </summary>
internal static class RawArguments
{
    /// <summary>Our own arguments, and the place in argv of the first word behind <c>--</c>; null where there is no <c>--</c>.</summary>
    public static (string[] Own, int? CommandAt) Split(string[] args)
    {
        int separator = args is ["run", ..] ? Array.IndexOf(args, "--") : -1;
        return separator < 0 ? (args, null) : (args[..separator], separator + 1);
    }

    /// <summary>The words from that place on.</summary>
    public static IReadOnlyList<UnixPath> From(int place)
    {
        byte[] line = File.ReadAllBytes("/proc/self/cmdline");
        var words = new List<UnixPath>();
        int start = 0;
        for (int end = 0; end < line.Length; end++)
        {
            if (line[end] != 0)
                continue;
            words.Add(UnixPath.FromBytes(line.AsSpan(start, end - start)));
            start = end + 1;
        }

        // The program's own name stands first.
        return words[(place + 1)..];
    }
}
