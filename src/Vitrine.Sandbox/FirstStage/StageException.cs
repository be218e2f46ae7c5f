using Vitrine.Sandbox.Native;

namespace Vitrine.Sandbox.FirstStage;

/// <summary>A step of the first stage failed; there is no box without it.</summary>
internal sealed class StageException : Exception
{
    public StageException(string step, int errno)
        : base($"{step}: {Descriptors.ErrorText(errno)}")
    {
    }

    public StageException(string message)
        : base(message)
    {
    }
}
