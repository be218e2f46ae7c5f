using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Vitrine.Ledger.Tree;

namespace Vitrine.Ledger.Notes;

/// <summary>A log's head: the text of a signed note (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">Which log.</param>
/// <param name="Size">Leaves in the tree.</param>
/// <param name="Root">The tree's root.</param>
/// <param name="Extensions">Further lines, opaque; usually none.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root, IReadOnlyList<string> Extensions)
{
    /// <summary>A checkpoint without extension lines.</summary>
    public Checkpoint(string origin, long size, TreeHash root) : this(origin, size, root, [])
    {
    }

    /// <summary>Reads a note's text. There is one text for one checkpoint.</summary>
    public static bool TryParse(string noteText, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(noteText);
        checkpoint = null;
        if (!SignedNote.IsText(noteText))
            return false;
        string[] lines = noteText[..^1].Split('\n');
        if (lines.Length < 3 || lines.Contains("") || !TryReadSize(lines[1], out long size) || !TreeHash.TryParseBase64(lines[2], out TreeHash root)
            || (size == 0 && root != TreeHash.Empty))
        {
            return false;
        }

        checkpoint = new Checkpoint(lines[0], size, root, lines[3..]);
        return true;
    }

    /// <summary>The note's text, which <see cref="TryParse"/> reads.</summary>
    /// <exception cref="InvalidOperationException">An origin or extension is empty or more than a line, or the size is negative or 0 with another root than the
    /// empty tree's.</exception>
    public string ToText()
    {
        string text = string.Join('\n', [Origin, Size.ToString(CultureInfo.InvariantCulture), Root.ToBase64(), .. Extensions, ""]);
        bool isOneLineEach = TryParse(text, out Checkpoint? read) && read.Origin == Origin && read.Extensions.SequenceEqual(Extensions);
        return isOneLineEach
            ? text
            : throw new InvalidOperationException("A checkpoint has an origin and extensions of one line each, and a size and root that agree.");
    }

    /// <summary>Whether both say the same.</summary>
    public bool Equals(Checkpoint? other) =>
        other is not null && Size == other.Size && Root == other.Root && Origin == other.Origin && Extensions.SequenceEqual(other.Extensions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Origin, Size, Root);

    private static bool TryReadSize(string digits, out long size) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out size) && (digits[0] != '0' || digits.Length == 1);
}
