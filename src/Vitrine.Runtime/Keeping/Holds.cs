using Vitrine.Core.Model;
using Vitrine.Ledger.Files;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Keeping;

/// <summary>
/// Sessions that may not be purged, whatever retention says (legal hold): a file for each in <c>holds/</c>, with the notice that also stands in the ledger.
/// </summary>
public sealed class Holds
{
    private const int MaximumSize = Leaf.MaximumSize;
    private readonly string _directory;

    internal Holds(StateDirectory state) => _directory = state.Holds;

    /// <summary>The notice under which a session is held; null where it is not.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public Leaf? Of(SessionId id)
    {
        if (SmallFile.Read(PathOf(id), MaximumSize) is not { } bytes)
            return null;
        // Whoever damages the file does not lift the hold.
        return LeafJson.TryParse(bytes)
            ?? throw new IOException($"{PathOf(id)} says that the session is held, and is damaged. Hint: vitrine log release {id} lifts it");
    }

    internal void Put(SessionId id, Leaf notice)
    {
        PrivateDirectory.Create(_directory, durably: true);
        SmallFile.Replace(PathOf(id), notice.ToUtf8());
    }

    internal void Remove(SessionId id)
    {
        if (!File.Exists(PathOf(id)))
            return;
        SmallFile.Remove(PathOf(id));
    }

    private string PathOf(SessionId id) => Path.Combine(_directory, id.ToString());
}
