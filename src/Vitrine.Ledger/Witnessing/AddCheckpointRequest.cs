using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Witnessing;

/// <summary>
/// The body of an <c>add-checkpoint</c> request (C2SP tlog-witness): an old size, a consistency proof from it, an empty line and a signed checkpoint.
/// The checkpoint is kept as bytes: whether it is one is told by who reads it.
/// </summary>
/// <param name="OldSize">Size of the tree that the proof starts from.</param>
/// <param name="Proof">RFC 6962 section 2.1.2.</param>
/// <param name="Checkpoint">The signed note.</param>
public sealed record AddCheckpointRequest(long OldSize, IReadOnlyList<TreeHash> Proof, ReadOnlyMemory<byte> Checkpoint)
{
    /// <summary>Most lines of a proof.</summary>
    public const int MostProofLines = 63;

    /// <summary>Most bytes of a body: a full proof and a checkpoint with more than the sixteen signatures that must be taken, of whatever kind.</summary>
    public const int MostBytes = 128 * 1024;

    private const int Base64Length = 44;
    private const int LongestNumber = 19;

    /// <summary>Reads a body, as strictly as it is specified: no other line endings, no spaces, no leading zero, base64 in its one canonical form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AddCheckpointRequest? request)
    {
        request = null;
        if (body.Length > MostBytes
            || !TryTakeLine(ref body, out ReadOnlySpan<byte> line)
            || !line.StartsWith("old "u8)
            || !TryReadSize(line[4..], out long old))
            return false;
        var proof = new List<TreeHash>();
        while (true)
        {
            if (!TryTakeLine(ref body, out line))
                return false;
            if (line.IsEmpty)
                break;
            if (proof.Count == MostProofLines || !TryReadHash(line, out TreeHash hash))
                return false;
            proof.Add(hash);
        }

        if (body.IsEmpty)
            return false;
        request = new AddCheckpointRequest(old, proof, body.ToArray());
        return true;
    }

    /// <summary>The body as it is sent.</summary>
    /// <exception cref="InvalidOperationException">The proof is longer than may be sent.</exception>
    public byte[] ToBytes()
    {
        if (Proof.Count > MostProofLines)
            throw new InvalidOperationException($"A proof has at most {MostProofLines} hashes.");
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"old {OldSize}\n");
        foreach (TreeHash hash in Proof)
            text.Append(hash.ToBase64()).Append('\n');
        text.Append('\n');
        return [.. Encoding.ASCII.GetBytes(text.ToString()), .. Checkpoint.Span];
    }

    /// <summary>Reads a size in decimal: no sign, no leading zero, at most 2^63 - 1.</summary>
    public static bool TryReadSize(ReadOnlySpan<byte> text, out long size)
    {
        size = 0;
        return text.Length is > 0 and <= LongestNumber && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (text.Length == 1 || text[0] != '0')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }

    private static bool TryTakeLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        int end = rest.IndexOf((byte)'\n');
        line = end < 0 ? default : rest[..end];
        if (end >= 0)
            rest = rest[(end + 1)..];
        return end >= 0;
    }

    private static bool TryReadHash(ReadOnlySpan<byte> line, out TreeHash hash)
    {
        hash = default;
        Span<char> text = stackalloc char[Base64Length];
        return line.Length == Base64Length
            && Ascii.ToUtf16(line, text, out _) == System.Buffers.OperationStatus.Done
            && TreeHash.TryParseBase64(text, out hash);
    }
}
