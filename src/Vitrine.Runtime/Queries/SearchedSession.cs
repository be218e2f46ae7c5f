using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>An opened session's index: what is stored, and what was made in memory of entries that came after it.</summary>
internal sealed class SearchedSession(SessionId id, IndexCipher cipher) : IDisposable
{
    public SessionId Id { get; } = id;

    /// <summary>Its cipher.</summary>
    public IndexCipher Cipher { get; } = cipher;

    /// <summary>What is in the file; null for nothing.</summary>
    public IndexReader? Stored { get; set; }

    /// <summary>What is in memory; null for nothing.</summary>
    public IndexReader? Fresh { get; set; }

    /// <summary>What is wrong with the record, or null.</summary>
    public string? Damage { get; set; }

    /// <summary>Why the index could not be stored, or null.</summary>
    public string? NotStored { get; set; }

    /// <summary>Entries that were indexed now.</summary>
    public long Indexed { get; set; }

    /// <summary>The session's first entry, as the index has it.</summary>
    public SessionContext Context => (Stored ?? Fresh)?.Head.Context ?? SessionContext.Unknown;

    public void Dispose()
    {
        Stored?.Dispose();
        Fresh?.Dispose();
        Cipher.Dispose();
    }
}
