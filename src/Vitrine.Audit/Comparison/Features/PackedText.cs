using System.Buffers;
using System.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>
/// Text of the machine's files that is packed into what is asked of the model: in base64, hexadecimal or compressed. A conversation shows files in clear;
/// nothing of it needs them twice and unreadable.
/// </summary>
internal static class PackedText
{
    // Shorter ones are ids and hashes, and hold no line of a file that is worth hiding.
    private const int Shortest = 48;
    private const int MostRuns = 256;
    private const int MostSeams = 8;
    private const int MostLayers = 3;
    private const int LeastLine = 12;
    private const int MostLines = 400;
    private const long MostUnpacked = 16 << 20;
    private const int MostText = 1 << 20;

    /// <summary>
    /// What is said instead of a file where there is more than is unpacked: some dozens of bytes can stand for millions of blanks, and what is behind them is
    /// not looked at.
    /// </summary>
    public const string TooMuch = "more than an audit unpacks";

    private static readonly SearchValues<byte> s_alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-"u8);

    /// <summary>The file of which most text is packed in these bytes; null for none.</summary>
    public static string? FileIn(ReadOnlySpan<byte> bytes, MachineFacts machine) => FileIn(bytes, machine, 0, new Work());

    private static string? FileIn(ReadOnlySpan<byte> bytes, MachineFacts machine, int layer, Work work)
    {
        for (int runs = 0; runs < MostRuns && work.Spent < MostUnpacked; runs++)
        {
            int start = bytes.IndexOfAny(s_alphabet);
            if (start < 0)
                break;
            bytes = bytes[start..];
            int length = bytes.IndexOfAnyExcept(s_alphabet) is >= 0 and var end ? end : bytes.Length;
            ReadOnlySpan<byte> run = bytes[..length];
            bytes = bytes[length..];
            // Words are many; they don't count.
            if (length < Shortest)
                runs--;
            else if (FileIn(run, machine, layer, work, MostSeams) is { } file)
                return file;
        }

        return 2 * work.Unpacked < MostUnpacked ? null : TooMuch;
    }

    // An id may stand before it, joined by a sign that base64 has as well.
    private static string? FileIn(ReadOnlySpan<byte> run, MachineFacts machine, int layer, Work work, int seams)
    {
        while (run.Length >= Shortest && work.Spent < MostUnpacked)
        {
            if (Decoded(run) is { } decoded && FileOf(run, decoded, machine, layer, work) is { } file)
                return file;
            int seam = run.IndexOfAny("_-/+"u8);
            if (seam < 0 || seams-- == 0)
                return null;
            run = run[(seam + 1)..];
        }

        return null;
    }

    private static string? FileOf(ReadOnlySpan<byte> run, byte[] decoded, MachineFacts machine, int layer, Work work)
    {
        work.Spent += decoded.Length;
        byte[]? unpacked = BodyText.Unpack(decoded, ref work.Spent, MostText);
        work.Unpacked += unpacked?.Length ?? 0;
        string written = Encoding.ASCII.GetString(run);
        if (unpacked is not null && BodyText.IsCut(unpacked, MostText))
            return machine.Files.Values.Any(content => content.Contains(written, StringComparison.Ordinal)) ? null : TooMuch;
        byte[] plain = unpacked ?? decoded;
        // What stands behind the end of a stream is none of it.
        if ((BodyText.Utf8(plain) ?? BodyText.Printable(plain)) + (unpacked is null ? "" : BodyText.Printable(decoded)) is not { Length: > 0 } whole)
            return null;
        string text = whole.Length > MostText ? whole[..MostText] : whole;
        (string Path, int Length) best = ("", 0);
        foreach ((string path, string content) in machine.Files)
        {
            if (content.Contains(written, StringComparison.Ordinal))
                continue;
            int length = content.Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Length >= LeastLine)
                .Take(MostLines)
                .Where(line => text.Contains(line, StringComparison.Ordinal))
                .Sum(line => line.Length);
            best = length > best.Length ? (path, length) : best;
        }

        if (best.Length > 0)
            return best.Path;
        // What may stand in clear anywhere nobody compresses.
        if (unpacked is not null
            && new[] { machine.GitRemote, machine.GitEmail }.Any(value => value.Length >= LeastLine && text.Contains(value, StringComparison.Ordinal)))
            return "git's settings";
        return layer < MostLayers ? FileIn(plain, machine, layer + 1, work) : null;
    }

    private static byte[]? Decoded(ReadOnlySpan<byte> run)
    {
        string text = Encoding.ASCII.GetString(run);
        if (text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(text);
        byte[] bytes = new byte[(text.Length * 3 / 4) + 3];
        string padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        return text.Length % 4 != 1 && Convert.TryFromBase64String(padded, bytes, out int written) ? bytes[..written] : null;
    }

    // In bytes: all that was decoded or unpacked, also in vain, and what came of it where something was packed.
    private sealed class Work
    {
        public long Spent;
        public long Unpacked;
    }
}
