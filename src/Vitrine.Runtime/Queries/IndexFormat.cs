namespace Vitrine.Runtime.Queries;

/// <summary>
/// <c>sessions/ID/index</c>: where in the session's journal to look for what. A cache: it may be missing, old or damaged, is then made anew, and never
/// says what an entry holds, only which entries are worth reading.
/// <code>
/// file      = header (16 bytes) ‖ segment … ‖ head, sealed ‖ length of the sealed head (32 bit) ‖ header
/// segment   = directory, sealed ‖ chunk, sealed …
/// sealed    = nonce (12 bytes, random) ‖ ciphertext ‖ GCM tag (16 bytes)
/// key       = HKDF-SHA-256(session key, info "vitrine-index/v1\n" ‖ session id)
/// </code>
/// Integers outside are big-endian. What is authenticated with a sealed part is its segment's id (16 random bytes, zero for the head) and its number within
/// the segment (the directory's is 0). Entries are in blocks that end after <see cref="MostBlockEntries"/> entries or <see cref="BlockText"/> bytes of
/// text; blocks are in segments. A segment's chunks are groups of rows first, and then, for each field, its terms:
/// <code>
/// row  = gap to the row before ‖ set of blocks in which a trigram with this hash occurs
/// term = bytes shared with the term before ‖ rest of the value ‖ 1 if it was cut ‖ kind and decision ‖ set of blocks
/// </code>
/// As the key is derived from the session's, destroying that key purges the index, too, in every copy.
/// </summary>
internal static class IndexFormat
{
    public const int HeaderSize = 16, NonceSize = 12, TagSize = 16, ChainSize = 32, IdSize = 16;

    /// <summary>What a sealed part has besides its bytes.</summary>
    public const int SealOverhead = NonceSize + TagSize;

    /// <summary>Length and header after the head.</summary>
    public const int TrailerSize = sizeof(int) + HeaderSize;

    /// <summary>How many entries and how many bytes of text end a block: what must be read for one hit.</summary>
    public const int MostBlockEntries = 128, BlockText = 32 * 1024;

    /// <summary>What ends a segment, which is in memory while it is made: entries, blocks, bytes of terms.</summary>
    public const int MostEntries = 65_536, MostBlocks = 512, MostTermBytes = 8 << 20;

    /// <summary>Words of a set of blocks.</summary>
    public const int SetWords = MostBlocks / 64;

    /// <summary>About how much a chunk holds.</summary>
    public const int ChunkSize = 8 * 1024;

    /// <summary>Bounds for what is read: no head, directory or chunk that is written comes near.</summary>
    public const int LargestPart = 16 << 20, MostSegments = 1 << 20, MostFacets = 4096, MostChunks = 1 << 16, LongestText = 1 << 16;

    /// <summary>How much of a value is kept, in bytes; a longer one is cut, and its blocks are always read.</summary>
    public const int LongestTerm = 512;

    public static ReadOnlySpan<byte> Header => "vitrine-find\0\0\0\u0001"u8;

    public static ReadOnlySpan<byte> KeyLabel => "vitrine-index/v1\n"u8;
}
