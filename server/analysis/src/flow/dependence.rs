//! Which branches decide whether a block is reached.

use super::ir::{BlockId, Flow, Terminator};

/// The blocks whose branches decide whether `block` is reached once the function runs, directly or through others.
pub fn deciding_blocks(flow: &Flow, block: BlockId) -> Vec<BlockId> {
    let mut found: Vec<BlockId> = Vec::new();
    let mut open = vec![block];
    while let Some(target) = open.pop() {
        for decider in direct_deciders(flow, target) {
            if !found.contains(&decider) {
                found.push(decider);
                open.push(decider);
            }
        }
    }
    found
}

/// The blocks that have one way that leads to `target` for certain and another that does not.
fn direct_deciders(flow: &Flow, target: BlockId) -> Vec<BlockId> {
    let avoiding = can_avoid(flow, target);
    let is_avoidable = |block: BlockId| block != target && avoiding.get(block.index()).copied().unwrap_or(false);
    (0..flow.blocks.len() as u32)
        .map(BlockId)
        .filter(|&block| is_avoidable(block))
        .filter(|&block| {
            let successors = flow.blocks[block.index()].terminator.successors();
            successors.len() > 1 && successors.iter().any(|&next| !is_avoidable(next) && !stops(flow, next))
        })
        .collect()
}

/// For each block, whether the function can be left from there without passing `target`.
fn can_avoid(flow: &Flow, target: BlockId) -> Vec<bool> {
    let mut before: Vec<Vec<BlockId>> = vec![Vec::new(); flow.blocks.len()];
    let mut open = Vec::new();
    for (index, block) in flow.blocks.iter().enumerate() {
        let id = BlockId(index as u32);
        for next in block.terminator.successors() {
            before[next.index()].push(id);
        }
        if matches!(block.terminator, Terminator::Return { .. }) && id != target {
            open.push(id);
        }
    }
    let mut avoids = vec![false; flow.blocks.len()];
    while let Some(block) = open.pop() {
        if std::mem::replace(&mut avoids[block.index()], true) {
            continue;
        }
        open.extend(before[block.index()].iter().copied().filter(|&previous| previous != target));
    }
    avoids
}

/// Whether a block ends the process, as the failing side of an assertion does.
fn stops(flow: &Flow, block: BlockId) -> bool {
    matches!(flow.blocks[block.index()].terminator, Terminator::Stop)
}
