using System.Buffers.Binary;

namespace Vitrine.Ledger.Notes;

/// <summary>One signature line of a note.</summary>
/// <param name="Name">The key's name.</param>
/// <param name="KeyId">The first four bytes of the key's hash.</param>
/// <param name="Bytes">The signature itself, without the id; at least one byte.</param>
public readonly record struct NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    private const string Mark = "— ";

    /// <summary>The line, without its newline.</summary>
    public override string ToString()
    {
        byte[] bytes = new byte[sizeof(uint) + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.Span.CopyTo(bytes.AsSpan(sizeof(uint)));
        return $"{Mark}{Name} {Convert.ToBase64String(bytes)}";
    }

    /// <summary>Whether both are the same line.</summary>
    public bool Equals(NoteSignature other) => IsBy(other.Name, other.KeyId) && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, KeyId, Bytes.Length);

    /// <summary>Reads a line, without its newline.</summary>
    internal static bool TryParse(ReadOnlySpan<char> line, out NoteSignature signature)
    {
        signature = default;
        if (!line.StartsWith(Mark, StringComparison.Ordinal))
            return false;
        line = line[Mark.Length..];
        int space = line.IndexOf(' ');
        if (space < 0 || !KeyText.IsName(line[..space]) || !CanonicalBase64.TryDecode(line[(space + 1)..], out byte[] bytes) || bytes.Length <= sizeof(uint))
            return false;
        signature = new NoteSignature(line[..space].ToString(), BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint)));
        return true;
    }

    /// <summary>Whether it can stand in a note.</summary>
    internal bool IsWellFormed => Name is not null && KeyText.IsName(Name) && !Bytes.IsEmpty;

    /// <summary>Whether the line claims to be by this key.</summary>
    internal bool IsBy(string name, uint id) => KeyId == id && string.Equals(Name, name, StringComparison.Ordinal);
}
