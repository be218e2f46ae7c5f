namespace Vitrine.Core.Model;

/// <summary>One member of what the ledger's keeper says: a text, a number or a list of texts.</summary>
public sealed record LeafMember
{
    /// <summary>The largest number: 2^53 - 1, which every reader of JSON has exactly (RFC 7493).</summary>
    public const long MaximumNumber = (1L << 53) - 1;

    private LeafMember(string name) => Name = name;

    /// <summary>Its name: lower-case letters, digits and hyphens, a letter first (a program in ECMAScript would put names like 7 before all others).</summary>
    public string Name { get; }

    /// <summary>The text, or null.</summary>
    public string? Text { get; private init; }

    /// <summary>The number, from 0, or null.</summary>
    public long? Number { get; private init; }

    /// <summary>The list, or null.</summary>
    public IReadOnlyList<string>? List { get; private init; }

    /// <summary>A text.</summary>
    public static LeafMember Of(string name, string text) => new(name) { Text = text };

    /// <summary>A number from 0 to <see cref="MaximumNumber"/>.</summary>
    public static LeafMember Of(string name, long number) => new(name) { Number = number };

    /// <summary>A list of texts.</summary>
    public static LeafMember Of(string name, IReadOnlyList<string> list) => new(name) { List = list };

    /// <inheritdoc/>
    public bool Equals(LeafMember? other) =>
        other is not null
        && (Name, Text, Number) == (other.Name, other.Text, other.Number)
        && (List is null) == (other.List is null)
        && (List ?? []).SequenceEqual(other.List ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Text, Number, List?.Count);
}
