namespace Vitrine.Core.Inspect.Recall;

/// <summary>The last bodies of the conversations that go on at the same time. Safe for many threads: a body is taken out while one works with it.</summary>
/// <param name="mostBytes">How many bytes those that are not taken out may have together; a larger body is not kept.</param>
internal sealed class LastBodies(long mostBytes)
{
    private const int Slots = 4;

    // Shorter bodies are quicker searched than kept.
    private const int Least = 4096;
    private readonly Lock _lock = new();

    // The one that was used longest ago comes first.
    private readonly List<LastBody> _idle = [];

    /// <summary>Takes the one that a body goes on from; where it goes on from none, the one that was used longest ago.</summary>
    public LastBody? Take(ReadOnlySpan<byte> body, ulong version)
    {
        if (body.Length < Least || body.Length > mostBytes / 2)
            return null;
        LastBody? taken = null;
        int common = 0;
        lock (_lock)
        {
            foreach (LastBody each in _idle)
            {
                int length = each.Common(body);
                // One that shares a beginning only, such as its tools, is another conversation, and is left to it.
                if (length > common && length >= each.Length / 2)
                    (taken, common) = (each, length);
            }

            if (taken is null && _idle.Count >= Slots)
                taken = _idle[0];
            if (taken is not null)
                _idle.Remove(taken);
        }

        taken ??= new LastBody();
        taken.Start(common, version);
        return taken;
    }

    /// <summary>Keeps one.</summary>
    public void Return(LastBody body)
    {
        lock (_lock)
        {
            _idle.Add(body);
            while (_idle.Count > Slots || (_idle.Count > 1 && _idle.Sum(each => (long)each.Room) > mostBytes))
                _idle.RemoveAt(0);
        }
    }
}
