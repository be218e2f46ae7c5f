using Vitrine.Core.Model;

namespace Vitrine.Runtime.Recording;

/// <summary>How a session ends whose supervisor died.</summary>
internal static class LostSession
{
    public static SessionEnded End(double seconds) => new(-1, "supervisor-lost", seconds);
}
